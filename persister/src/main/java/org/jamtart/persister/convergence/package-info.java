/** How fast blocks, guarantees and assurances spread over the nodes, by hash; and which blocks compete for a slot. */
@NullMarked
package org.jamtart.persister.convergence;

import org.jspecify.annotations.NullMarked;
