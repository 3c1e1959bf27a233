/** Packages that have expired. */
@NullMarked
package org.jamtart.persister.workpackage;

import org.jspecify.annotations.NullMarked;
