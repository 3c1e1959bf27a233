package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Exchange;
import org.jamtart.simulator.world.Outcome;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.AnnouncedPreimageForgetReason;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.PreimageDiscardReason;
import org.jamtart.wire.PreimageEvent.AnnouncedPreimageForgotten;
import org.jamtart.wire.PreimageEvent.PreimageAnnounced;
import org.jamtart.wire.PreimageEvent.PreimageAnnouncementFailed;
import org.jamtart.wire.PreimageEvent.PreimageDiscarded;
import org.jamtart.wire.PreimageEvent.PreimageRequestFailed;
import org.jamtart.wire.PreimageEvent.PreimageRequestReceived;
import org.jamtart.wire.PreimageEvent.PreimageRequestSent;
import org.jamtart.wire.PreimageEvent.PreimageTransferred;
import org.jamtart.wire.PreimageEvent.ReceivingPreimageRequest;
import org.jamtart.wire.PreimageEvent.SendingPreimageRequest;

/**
 * One preimage per slot: its holder announces it to four neighbours (CE 142). Two of them fetch it (CE 143), one
 * forgets it, one is never reached. In the next slot those who hold it discard it.
 */
public final class Preimages implements Scene {
  private static final int FETCHING = 2;
  private static final int FORGETTING = 3;
  private static final int UNREACHED = 4;
  private static final AnnouncedPreimageForgetReason[] FORGET_REASONS = AnnouncedPreimageForgetReason
      .values();
  private static final PreimageDiscardReason[] DISCARD_REASONS = PreimageDiscardReason.values();

  private final Part part;
  private final World world;
  private final Agenda agenda;
  private final Services services;

  public Preimages(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
    this.services = new Services(world);
  }

  @Override
  public void plan(Beat beat) {
    if (!beat.opensSlot() || beat.slot() < 0) {
      return;
    }
    var preimage = preimage(beat.slot());
    if (preimage.holder == part.me()) {
      hold(preimage);
    }
    int distance = Math.floorMod(part.me() - preimage.holder, world.population());
    if (distance >= 1 && distance <= UNREACHED) {
      hear(preimage, distance);
    }
  }

  private void hold(Preimage preimage) {
    for (int distance = 1; distance <= Math.min(UNREACHED, world.population() - 1); distance++) {
      int neighbour = world.neighbour(part.me(), distance);
      announce(preimage, distance, preimage.time + distance * 500L, neighbour, ConnectionSide.LOCAL);
      if (distance <= FETCHING) {
        preimage.conversation(neighbour, distance)
            .provider(agenda,
                at -> new ReceivingPreimageRequest(at, part.peer(neighbour)),
                (at, id) -> new PreimageRequestReceived(at, id, preimage.hash),
                (at, id) -> new PreimageTransferred(at, id, preimage.length),
                (at, id) -> new PreimageRequestFailed(at, id, "busy"));
      }
    }
    discard(preimage);
  }

  private void hear(Preimage preimage, int distance) {
    long heard = preimage.time + distance * 500L + world.travel(preimage.holder, part.me(), preimage.slot);
    announce(preimage, distance, heard, preimage.holder, ConnectionSide.REMOTE);
    if (distance <= FETCHING) {
      preimage.conversation(part.me(), distance)
          .requester(agenda,
              at -> new SendingPreimageRequest(at, part.peer(preimage.holder), preimage.hash),
              PreimageRequestSent::new,
              (at, id) -> new PreimageTransferred(at, id, preimage.length),
              (at, id) -> new PreimageRequestFailed(at, id, "stream reset by peer"));
      if (preimage.outcome(distance) == Outcome.ANSWERED) {
        discard(preimage);
      } else {
        forget(preimage, AnnouncedPreimageForgetReason.FAILED_TO_ACQUIRE);
      }
    } else if (distance == FORGETTING) {
      forget(preimage, FORGET_REASONS[(int) (preimage.slot % FORGET_REASONS.length)]);
    }
  }

  private void announce(Preimage preimage, int distance, long time, int peer, ConnectionSide announcer) {
    var id = part.peer(peer);
    if (distance == UNREACHED) {
      agenda.say(time, at -> new PreimageAnnouncementFailed(at, id, announcer, "stream reset by peer"));
    } else {
      agenda.say(time,
          at -> new PreimageAnnounced(at, id, announcer, preimage.service, preimage.hash, preimage.length));
    }
  }

  private void forget(Preimage preimage, AnnouncedPreimageForgetReason reason) {
    agenda.say(preimage.time + World.SLOT,
        at -> new AnnouncedPreimageForgotten(at, preimage.service, preimage.hash, preimage.length, reason));
  }

  private void discard(Preimage preimage) {
    var reason = DISCARD_REASONS[preimage.slot % 3 == 0
        ? (int) (preimage.slot / 3 % DISCARD_REASONS.length)
        : 0];
    agenda.say(preimage.time + World.SLOT,
        at -> new PreimageDiscarded(at, preimage.hash, preimage.length, reason));
  }

  private Preimage preimage(long index) {
    long slot = world.slotNumber(index);
    return new Preimage(index, (int) Math.floorMod(index * 3 + 1, (long) world.population()),
        world.slotStart(index) + 2_000_000, services.id(slot), world.dice().bytes(Topic.PREIMAGE, slot, 0),
        world.dice().between(500, 200_000, Topic.PREIMAGE, slot, 1, 0));
  }

  private final class Preimage {
    private final long slot;
    private final int holder;
    private final long time;
    private final long service;
    private final Bytes32 hash;
    private final long length;

    Preimage(long slot, int holder, long time, long service, Bytes32 hash, long length) {
      this.slot = slot;
      this.holder = holder;
      this.time = time;
      this.service = service;
      this.hash = hash;
      this.length = length;
    }

    Outcome outcome(int distance) {
      return Outcome.of(slot * FETCHING + distance);
    }

    Conversation conversation(int asker, int distance) {
      long start = time + 150_000 + distance * 20_000L;
      return new Conversation(Exchange.at(start, world.travel(asker, holder, slot), 4_000),
          outcome(distance));
    }
  }
}
