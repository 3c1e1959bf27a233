/** The table of results, for people and for programs. */
@NullMarked
package org.jamtart.chaos.report;

import org.jspecify.annotations.NullMarked;
