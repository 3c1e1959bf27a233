package org.jamtart.simulator.scene;

import static org.jamtart.wire.BlockRequestDirection.DESCENDING_INCLUSIVE;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.world.Block;
import org.jamtart.simulator.world.Exchange;
import org.jamtart.simulator.world.Gossip;
import org.jamtart.simulator.world.Outcome;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnounced;
import org.jamtart.wire.BlockDistributionEvent.BlockRequestFailed;
import org.jamtart.wire.BlockDistributionEvent.BlockRequestReceived;
import org.jamtart.wire.BlockDistributionEvent.BlockTransferred;
import org.jamtart.wire.BlockDistributionEvent.ReceivingBlockRequest;
import org.jamtart.wire.ConnectionSide;

/** What a node that has a block does for those who are below it in the block's tree: it announces and serves. */
final class BlockSupply {
  private final Part part;
  private final World world;
  private final Agenda agenda;

  BlockSupply(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
  }

  void plan(Block block) {
    var gossip = world.gossip();
    int first = gossip.rank(block, part.me()) * Gossip.CHILDREN + 1;
    for (int rank = first; rank < Math.min(first + Gossip.CHILDREN, world.nodes()); rank++) {
      int child = gossip.nodeAt(block, rank);
      agenda.say(gossip.announced(block, part.me()), at -> new BlockAnnounced(at, part.peer(child),
          ConnectionSide.LOCAL, block.slot(), block.hash()));
      serve(block, child, gossip.request(block, child), Outcome.ANSWERED);
      gossip.failedRequest(block, child)
          .ifPresent(failed -> serve(block, child, failed, gossip.failure(block, child)));
    }
  }

  private void serve(Block block, int child, Exchange times, Outcome outcome) {
    new Conversation(times, outcome).provider(agenda, at -> new ReceivingBlockRequest(at, part.peer(child)),
        (at, id) -> new BlockRequestReceived(at, id, block.hash(), DESCENDING_INCLUSIVE, 1),
        (at, id) -> new BlockTransferred(at, id, block.slot(), block.outline(), true),
        (at, id) -> new BlockRequestFailed(at, id,
            outcome == Outcome.REFUSED ? "too many requests" : "stream reset"));
  }
}
