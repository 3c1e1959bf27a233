package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Block;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.AuthoringFailed;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecuted;
import org.jamtart.wire.BlockAuthoringEvent.BlockExecutionFailed;
import org.jamtart.wire.StatusEvent.BestBlockChanged;

/** The author's side of a block, with the slots in which the author fails, the rival blocks and the forged ones. */
public final class BlockAuthor implements Scene {
  private final Part part;
  private final World world;
  private final Agenda agenda;
  private final BlockSupply supply;
  private final Services services;

  public BlockAuthor(Part part) {
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
    if (chain.author(beat.slot()) == part.me()) {
      if (chain.isEmpty(beat.slot())) {
        fail(beat);
      } else {
        author(chain.block(beat.slot()), true);
      }
    }
    chain.rival(beat.slot())
        .filter(block -> block.author() == part.me())
        .ifPresent(block -> author(block, true));
    chain.forgery(beat.slot())
        .filter(block -> block.author() == part.me())
        .ifPresent(block -> author(block, false));
  }

  private void author(Block block, boolean valid) {
    var gossip = world.gossip();
    var authoring = agenda.say(gossip.authoring(block),
        at -> new Authoring(at, block.slot(), block.parent()));
    agenda.reply(gossip.authored(block), authoring, (at, id) -> new Authored(at, id, block.outline()));
    supply.plan(block);
    long executed = gossip.executed(block, part.me());
    if (valid) {
      agenda.reply(executed, authoring, (at, id) -> new BlockExecuted(at, id, services.accumulated(block)));
      agenda.say(executed + 300, at -> new BestBlockChanged(at, block.slot(), block.hash()));
    } else {
      agenda.reply(executed, authoring, (at, id) -> new BlockExecutionFailed(at, id, "state root differs"));
    }
  }

  private void fail(Beat beat) {
    var parent = world.chain().latest(beat.slot()).hash();
    var authoring = agenda.say(beat.start() + 4_000,
        at -> new Authoring(at, world.slotNumber(beat.slot()), parent));
    agenda.reply(beat.start() + 900_000, authoring, (at, id) -> new AuthoringFailed(at, id, "slot is over"));
  }
}
