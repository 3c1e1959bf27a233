/** How many events of what there were when, in tiers that grow coarser and are kept longer. */
@NullMarked
package org.jamtart.persister.counts;

import org.jspecify.annotations.NullMarked;
