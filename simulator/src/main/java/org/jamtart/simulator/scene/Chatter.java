package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Round;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnounced;
import org.jamtart.wire.ConnectionSide;

/**
 * What fills the story up to its rate, with what dominates real networks: assurances, shard requests, announcements.
 * It comes in rounds in which every node addresses another one and is addressed by one, so both ends tell of it.
 */
public final class Chatter implements Scene {
  /** Events that a round makes on each node, on average over the kinds of round. */
  public static final double EVENTS_PER_ROUND = (3 * 2 + 2 * 6 + 2) / 6.0;

  private static final int KINDS = 6;

  private final Part part;
  private final World world;
  private final double roundsPerBeat;
  private final Assurances assurances;
  private final ShardDistribution shards;

  /** @param roundsPerBeat rounds in a {@link Beat}, on average; 0 for none */
  public Chatter(Part part, double roundsPerBeat, Assurances assurances, ShardDistribution shards) {
    this.part = part;
    this.world = part.world();
    this.roundsPerBeat = roundsPerBeat;
    this.assurances = assurances;
    this.shards = shards;
  }

  @Override
  public void plan(Beat beat) {
    long first = before(beat.number());
    long last = before(beat.number() + 1);
    for (long number = first; number < last; number++) {
      long time = beat.start() + Beat.LENGTH * (number - first) / (last - first);
      int distance = 1 + world.dice().below(world.population() - 1, Topic.ROUND, number, 0, 0);
      tell(number, new Round(time, distance));
    }
  }

  private long before(long beat) {
    return (long) Math.floor(beat * roundsPerBeat);
  }

  private void tell(long number, Round round) {
    switch (Math.floorMod(number, KINDS)) {
      case 1, 4 -> shards.chat(round);
      case 3 -> announce(round);
      default -> {
        if (Assurances.areOut(world, round.time())) {
          assurances.chat(round);
        } else {
          announce(round);
        }
      }
    }
  }

  private void announce(Round round) {
    var block = world.chain().latest(world.slotAt(round.time()) - 1);
    var to = part.peer(world.neighbour(part.me(), round.distance()));
    int from = world.neighbour(part.me(), -round.distance());
    var agenda = part.agenda();
    agenda.say(round.time(),
        at -> new BlockAnnounced(at, to, ConnectionSide.LOCAL, block.slot(), block.hash()));
    agenda.say(round.time() + world.travel(from, part.me(), round.time()),
        at -> new BlockAnnounced(at, part.peer(from),
            ConnectionSide.REMOTE, block.slot(), block.hash()));
  }
}
