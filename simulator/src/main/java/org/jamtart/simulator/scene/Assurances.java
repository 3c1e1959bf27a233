package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Round;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.AvailabilityEvent.AssuranceDistributed;
import org.jamtart.wire.AvailabilityEvent.AssuranceReceiveFailed;
import org.jamtart.wire.AvailabilityEvent.AssuranceReceived;
import org.jamtart.wire.AvailabilityEvent.AssuranceSendFailed;
import org.jamtart.wire.AvailabilityEvent.AssuranceSent;
import org.jamtart.wire.AvailabilityEvent.DistributingAssurance;
import org.jamtart.wire.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Assurances (CE 141): one per node and block, sent to two neighbours at once and to others in the course of the
 * slot, for as long as there is chatter to fill.
 */
public final class Assurances implements Scene {
  private static final long EARLIEST = 1_600_000;
  private static final long LATEST = 1_900_000;
  private static final int FIRST_DISTANCE = 1;
  private static final int SECOND_DISTANCE = 3;

  private final Part part;
  private final World world;
  private final Agenda agenda;
  private @Nullable Utterance previous;
  private @Nullable Utterance current;

  public Assurances(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
  }

  @Override
  public void plan(Beat beat) {
    if (!beat.opensSlot() || beat.slot() < 0 || world.chain().isEmpty(beat.slot())) {
      return;
    }
    long time = distributing(part.me(), beat.slot());
    if (current != null) {
      agenda.reply(time - 1_000, current, AssuranceDistributed::new);
    }
    previous = current;
    var anchor = world.chain().block(beat.slot()).hash();
    current = agenda.say(time, at -> new DistributingAssurance(at, anchor, bitfield(beat.slot())));
    send(time + 2_000, FIRST_DISTANCE);
    send(time + 4_000, SECOND_DISTANCE);
    receive(distributing(world.neighbour(part.me(), -FIRST_DISTANCE), beat.slot()) + 2_000, FIRST_DISTANCE);
    receive(distributing(world.neighbour(part.me(), -SECOND_DISTANCE), beat.slot()) + 4_000, SECOND_DISTANCE);
  }

  /** Whether every node has begun to distribute one at a story time. */
  static boolean areOut(World world, long time) {
    return time >= world.slotStart(0) + LATEST;
  }

  /** The assurance that is sent and the one that is received in a round. */
  void chat(Round round) {
    send(round.time(), round.distance());
    receive(round.time(), round.distance());
  }

  private void send(long time, int distance) {
    var distributing = current != null && time >= current.time() ? current : previous;
    if (distributing == null) {
      return;
    }
    int recipient = world.neighbour(part.me(), distance);
    var id = part.peer(recipient);
    if (fails(part.me(), recipient, time)) {
      agenda.reply(time + 80_000, distributing,
          (at, cause) -> new AssuranceSendFailed(at, cause, id, "stream reset by peer"));
    } else {
      agenda.reply(time, distributing, (at, cause) -> new AssuranceSent(at, cause, id));
    }
  }

  private void receive(long time, int distance) {
    int sender = world.neighbour(part.me(), -distance);
    long anchor = anchor(sender, time);
    if (anchor < 0) {
      return;
    }
    var id = part.peer(sender);
    long arrival = time + world.travel(sender, part.me(), time);
    if (fails(sender, part.me(), time)) {
      agenda.say(arrival, at -> new AssuranceReceiveFailed(at, id, "unexpected end of stream"));
    } else {
      var hash = world.chain().block(anchor).hash();
      agenda.say(arrival, at -> new AssuranceReceived(at, id, hash));
    }
  }

  /** The slot of the block that a node's assurance of that moment is about; negative when it has none. */
  private long anchor(int sender, long time) {
    long slot = world.slotAt(time);
    boolean fresh = !world.chain().isEmpty(slot) && time >= distributing(sender, slot);
    return world.chain().latest(fresh ? slot : slot - 1).index();
  }

  private long distributing(int node, long slot) {
    return world.slotStart(slot) + world.dice().between(EARLIEST, LATEST, Topic.ASSURANCE, node, slot, 0);
  }

  private boolean fails(int sender, int recipient, long time) {
    return world.dice().below(24, Topic.ASSURANCE, sender, recipient, time) == 0;
  }

  private ByteString bitfield(long slot) {
    int cores = world.shape().cores();
    var bits = new byte[(cores + 7) / 8];
    for (int core = 0; core < cores; core++) {
      if (world.dice().below(4, Topic.ASSURANCE, slot, core, 1) == 0) {
        bits[core / 8] |= (byte) (1 << core % 8);
      }
    }
    return ByteString.of(bits);
  }
}
