/** Sums of the counts over a range, of all or of some cores and nodes. */
@NullMarked
package org.jamtart.query.count;

import org.jspecify.annotations.NullMarked;
