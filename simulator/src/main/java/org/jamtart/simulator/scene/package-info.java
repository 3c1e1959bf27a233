/**
 * The sub-stories, one class each, as one node tells them. What many nodes must agree on comes from
 * {@code org.jamtart.simulator.world}; a scene only finds the words.
 */
@NullMarked
package org.jamtart.simulator.scene;

import org.jspecify.annotations.NullMarked;
