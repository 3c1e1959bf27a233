package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Topic;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Event;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.StatusEvent.SyncStatusChanged;

/**
 * Status every two seconds, each node with a phase of its own, and whether it is in sync: after the start, and again
 * after it has once fallen behind, which happens to the nodes in turn.
 */
public final class StatusReports implements Scene {
  private static final long INTERVAL = 2_000_000;

  private final Part part;
  private final long phase;
  private boolean greeted;

  public StatusReports(Part part) {
    this.part = part;
    this.phase = part.world().dice().between(0, INTERVAL, Topic.STATUS, part.me(), 0, 0);
  }

  @Override
  public void plan(Beat beat) {
    if (!greeted) {
      greeted = true;
      part.agenda().say(beat.start() + 50_000, at -> new SyncStatusChanged(at, false));
      part.agenda().say(beat.start() + 1_800_000, at -> new SyncStatusChanged(at, true));
    }
    for (long time = phase + Math.max(0, Math.ceilDiv(beat.start() - phase, INTERVAL)) * INTERVAL; time < beat
        .end(); time += INTERVAL) {
      long number = time / INTERVAL;
      part.agenda().say(time, at -> status(at, number));
    }
    if (beat.opensSlot() && Math.floorMod(beat.slot() * 7 + 3, part.world().population()) == part.me()) {
      part.agenda().say(beat.start() + 3_000_000, at -> new SyncStatusChanged(at, false));
      part.agenda().say(beat.start() + 4_500_000, at -> new SyncStatusChanged(at, true));
    }
  }

  private Event status(long at, long number) {
    var dice = part.world().dice();
    var pool = new byte[part.world().shape().cores()];
    for (int core = 0; core < Math.min(pool.length, part.world().nodes()); core++) {
      pool[core] = (byte) dice.below(3, Topic.STATUS, part.me(), number, core);
    }
    int peers = 2 * Connections.DISTANCES.size();
    int shards = 200 + (int) Math.min(number * 3, 1_000_000)
        + dice.below(40, Topic.STATUS, part.me(), number, -1);
    int preimages = dice.below(6, Topic.STATUS, part.me(), number, -2);
    return new Status(at, peers, peers, peers - dice.below(2, Topic.STATUS, part.me(), number, -3),
        ByteString.of(pool), shards, shards * 12_312L, preimages, preimages * 4_096L);
  }
}
