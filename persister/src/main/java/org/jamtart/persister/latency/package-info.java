/** How long requests between nodes took, told by the node that asked or was asked. */
@NullMarked
package org.jamtart.persister.latency;

import org.jspecify.annotations.NullMarked;
