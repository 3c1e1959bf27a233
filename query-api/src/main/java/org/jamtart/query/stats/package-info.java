/** Figures of the whole network. */
@NullMarked
package org.jamtart.query.stats;

import org.jspecify.annotations.NullMarked;
