package org.jamtart.simulator.world;

import org.jamtart.wire.BlockOutline;
import org.jamtart.wire.Bytes32;

/**
 * A block of the simulated chain.
 *
 * @param index its slot, counted from the story's first
 * @param slot its slot on the wire
 * @param author the node that made it
 * @param parent hash of the block before
 * @param outline what telemetry tells of it, its hash included
 */
public record Block(long index, long slot, int author, Bytes32 parent, BlockOutline outline) {

  public Bytes32 hash() {
    return outline.headerHash();
  }
}
