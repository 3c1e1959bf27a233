package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Topic;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;

/** Blocks become final some slots after they were made, at slightly different times on the nodes. */
public final class Finality implements Scene {
  private final Part part;

  public Finality(Part part) {
    this.part = part;
  }

  @Override
  public void plan(Beat beat) {
    if (!beat.opensSlot() || beat.slot() < 0) {
      return;
    }
    var block = part.world().chain().finalized(beat.slot());
    if (beat.slot() > 0 && block.index() == part.world().chain().finalized(beat.slot() - 1).index()) {
      return;
    }
    long delay = part.world().dice().between(2_500_000, 3_200_000, Topic.FINALITY, beat.slot(), part.me(), 0);
    part.agenda().say(beat.start() + delay, at -> new FinalizedBlockChanged(at, block.slot(), block.hash()));
  }
}
