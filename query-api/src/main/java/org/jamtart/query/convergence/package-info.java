/** How fast blocks, guarantees and assurances spread over the nodes, what is in the blocks, and which compete for a slot. */
@NullMarked
package org.jamtart.query.convergence;

import org.jspecify.annotations.NullMarked;
