/** Answers about packages, cores and services, against rows that are written by hand. */
@NullMarked
package org.jamtart.query.workpackage;

import org.jspecify.annotations.NullMarked;
