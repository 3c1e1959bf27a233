package org.jamtart.simulator.scene;

import static org.jamtart.wire.BlockRequestDirection.DESCENDING_INCLUSIVE;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.Block;
import org.jamtart.simulator.world.Exchange;
import org.jamtart.simulator.world.Outcome;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecuted;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecutionFailed;
import org.jamtart.wire.BlockAuthoringEvent.BlockVerificationFailed;
import org.jamtart.wire.BlockAuthoringEvent.BlockVerified;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnounced;
import org.jamtart.wire.BlockDistributionEvent.BlockRequestFailed;
import org.jamtart.wire.BlockDistributionEvent.BlockRequestSent;
import org.jamtart.wire.BlockDistributionEvent.BlockTransferred;
import org.jamtart.wire.BlockDistributionEvent.SendingBlockRequest;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.NetworkingEvent.PeerMisbehaved;
import org.jamtart.wire.StatusEvent.BestBlockChanged;

/**
 * A block on a node that did not author it: heard of, fetched, imported, verified, executed, passed on. A rival block
 * reaches the far half of its tree only; a forged one is found out by whoever is told of it by its author.
 */
public final class BlockImporter implements Scene {
  private final Part part;
  private final World world;
  private final Agenda agenda;
  private final BlockSupply supply;
  private final Services services;

  public BlockImporter(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
    this.supply = new BlockSupply(part);
    this.services = new Services(world);
  }

  @Override
  public void plan(Beat beat) {
    if (!beat.opensSlot() || beat.slot() < 0) {
      return;
    }
    var chain = world.chain();
    if (!chain.isEmpty(beat.slot())) {
      var block = chain.block(beat.slot());
      if (block.author() != part.me()) {
        fetch(block);
        accept(block);
        supply.plan(block);
      }
    }
    chain.rival(beat.slot()).filter(block -> block.author() != part.me()).ifPresent(block -> {
      fetch(block);
      accept(block);
      supply.plan(block);
    });
    chain.forgery(beat.slot()).filter(this::isTold).ifPresent(block -> {
      fetch(block);
      reject(block);
    });
  }

  private boolean isTold(Block block) {
    return block.author() != part.me() && world.gossip().source(block, part.me()) == block.author();
  }

  private void fetch(Block block) {
    var gossip = world.gossip();
    int source = gossip.source(block, part.me());
    agenda.say(gossip.heard(block, part.me()),
        at -> new BlockAnnounced(at, part.peer(source), ConnectionSide.REMOTE,
            block.slot(), block.hash()));
    gossip.failedRequest(block, part.me())
        .ifPresent(failed -> request(block, source, failed, gossip.failure(block, part.me())));
    request(block, source, gossip.request(block, part.me()), Outcome.ANSWERED);
  }

  private void request(Block block, int source, Exchange times, Outcome outcome) {
    new Conversation(times, outcome).requester(agenda,
        at -> new SendingBlockRequest(at, part.peer(source), block.hash(), DESCENDING_INCLUSIVE, 1),
        BlockRequestSent::new, (at, id) -> new BlockTransferred(at, id, block.slot(), block.outline(), true),
        (at, id) -> new BlockRequestFailed(at, id, "stream reset by peer"));
  }

  private void accept(Block block) {
    var gossip = world.gossip();
    var importing = importing(block);
    agenda.reply(gossip.verified(block, part.me()), importing, BlockVerified::new);
    long executed = gossip.executed(block, part.me());
    if (stumbles(block)) {
      agenda.reply(executed, importing, (at, id) -> new BlockExecutionFailed(at, id, "database is busy"));
      executed += 150_000;
    }
    agenda.reply(executed, importing, (at, id) -> new BlockExecuted(at, id, services.accumulated(block)));
    agenda.say(executed + 300, at -> new BestBlockChanged(at, block.slot(), block.hash()));
  }

  private void reject(Block block) {
    var importing = importing(block);
    long verified = world.gossip().verified(block, part.me());
    agenda.reply(verified, importing, (at, id) -> new BlockVerificationFailed(at, id, "bad seal signature"));
    agenda.say(verified + 400,
        at -> new PeerMisbehaved(at, part.peer(block.author()), "announced a block with a bad seal"));
  }

  private Utterance importing(Block block) {
    return agenda.say(world.gossip().importing(block, part.me()),
        at -> new Importing(at, block.slot(), block.outline()));
  }

  /** In every slot, one node fails to execute the block at its first try. */
  private boolean stumbles(Block block) {
    return world.gossip().rank(block, part.me()) == 1 + Math.floorMod(block.index(), 7);
  }
}
