package org.jamtart.simulator.script;

import org.jamtart.simulator.world.World;
import org.jamtart.wire.Bytes32;

/**
 * What a scene needs to know to be told by one node.
 *
 * @param world the network
 * @param me the node that tells
 * @param protocol version of the telemetry protocol that it speaks, 0 or 1
 * @param agenda where its utterances are put down
 */
public record Part(World world, int me, int protocol, Agenda agenda) {

  /** Peer id of another node. */
  public Bytes32 peer(int node) {
    return world.peer(node);
  }
}
