/** Nodes, and the connections through which they spoke. */
@NullMarked
package org.jamtart.query.node;

import org.jspecify.annotations.NullMarked;
