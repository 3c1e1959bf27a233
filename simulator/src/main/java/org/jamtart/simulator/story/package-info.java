/**
 * The story of the whole network, told node by node: a telling numbers and encodes what the scenes put on a node's
 * agenda. The same configuration gives the same bytes, whoever tells which node when and on whatever thread.
 */
@NullMarked
package org.jamtart.simulator.story;

import org.jspecify.annotations.NullMarked;
