package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Topic;
import org.jamtart.wire.MetaEvent.Dropped;

/** Now and then a node says that it had to drop events: every node once in sixteen slots. */
public final class Losses implements Scene {
  private static final int CYCLE = 16;

  private final Part part;

  public Losses(Part part) {
    this.part = part;
  }

  @Override
  public void plan(Beat beat) {
    if (beat.opensSlot() && beat.slot() >= 0 && Math.floorMod(beat.slot() + part.me(), CYCLE) == 8) {
      long count = part.world().dice().between(1, 80, Topic.LOSS, beat.slot(), part.me(), 0);
      part.agenda().say(beat.start() + 3_300_000, at -> new Dropped(at, at + 10 * count, count));
    }
  }
}
