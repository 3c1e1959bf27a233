package org.jamtart.simulator.scene;

import java.util.stream.IntStream;
import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.TicketEvent.GeneratingTickets;
import org.jamtart.wire.TicketEvent.TicketGenerationFailed;
import org.jamtart.wire.TicketEvent.TicketTransferFailed;
import org.jamtart.wire.TicketEvent.TicketTransferred;
import org.jamtart.wire.TicketEvent.TicketsGenerated;

/**
 * Tickets for the next epoch: at the start of each epoch, and once when the story begins. A node hands each ticket to
 * a proxy (CE 131), which passes it on to two others (CE 132).
 */
public final class Tickets implements Scene {
  private static final long GENERATION = 900_000;
  private static final long TRANSFER = 1_400_000;
  private static final long FORWARDING = 800_000;
  private static final long RETRY = 500_000;
  private static final int FORWARDED_TO = 2;

  private final Part part;
  private final World world;
  private final Agenda agenda;

  public Tickets(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
  }

  @Override
  public void plan(Beat beat) {
    if (!beat.opensSlot() || beat.slot() < 0) {
      return;
    }
    long slot = world.slotNumber(beat.slot());
    int length = world.shape().epochSlots();
    if (beat.slot() == 0 || slot % length == 0) {
      long epoch = slot / length + 1;
      generate(beat.start(), epoch);
      for (int attempt = 0; attempt < world.shape().ticketAttempts(); attempt++) {
        transfer(beat.start(), epoch, attempt);
      }
    }
  }

  private void generate(long base, long epoch) {
    long start = generating(base, part.me());
    if (part.me() % 10 == 3) {
      var first = agenda.say(start - 200_000, at -> new GeneratingTickets(at, epoch));
      agenda.reply(start - 1_000, first,
          (at, id) -> new TicketGenerationFailed(at, id, "ring root not available"));
    }
    var tickets = IntStream.range(0, world.shape().ticketAttempts())
        .mapToObj(attempt -> ticket(part.me(), epoch, attempt))
        .toList();
    var generating = agenda.say(start, at -> new GeneratingTickets(at, epoch));
    agenda.reply(start + GENERATION, generating, (at, id) -> new TicketsGenerated(at, id, tickets));
  }

  private void transfer(long base, long epoch, int attempt) {
    handOver(base, part.me(), proxy(part.me(), attempt), epoch, attempt, true);
    handOver(base, owner(part.me(), attempt), part.me(), epoch, attempt, false);
    for (int step = 1; step <= FORWARDED_TO; step++) {
      forward(base, owner(part.me(), attempt), part.me(), step, epoch, attempt, true);
      int proxy = world.neighbour(part.me(), -step);
      forward(base, owner(proxy, attempt), proxy, step, epoch, attempt, false);
    }
  }

  private void handOver(long base, int owner, int proxy, long epoch, int attempt, boolean sending) {
    long time = generating(base, owner) + TRANSFER + attempt * 50_000L;
    if ((owner + attempt) % 7 == 2) {
      failed(sending ? time : time + 30_000, sending ? proxy : owner, sending, false);
      time += RETRY;
    }
    transferred(time, owner, proxy, sending, false, epoch, attempt, ticket(owner, epoch, attempt));
  }

  private void forward(long base, int owner, int proxy, int step, long epoch, int attempt, boolean sending) {
    long time = generating(base, owner) + TRANSFER + RETRY + FORWARDING + step * 30_000L;
    int receiver = world.neighbour(proxy, step);
    if ((owner + proxy + step) % 13 == 5) {
      failed(sending ? time : time + 30_000, sending ? receiver : proxy, sending, true);
    } else {
      transferred(time, proxy, receiver, sending, true, epoch, attempt, ticket(owner, epoch, attempt));
    }
  }

  private void transferred(long time, int from, int to, boolean sending, boolean viaCe132, long epoch,
      int attempt,
      Bytes32 ticket) {
    long seen = sending ? time : time + world.travel(from, to, epoch);
    var peer = part.peer(sending ? to : from);
    agenda.say(seen, at -> new TicketTransferred(at, peer, side(sending), viaCe132, epoch, attempt, ticket));
  }

  private void failed(long time, int peer, boolean sending, boolean viaCe132) {
    agenda.say(time,
        at -> new TicketTransferFailed(at, part.peer(peer), side(sending), viaCe132, "stream reset by peer"));
  }

  private long generating(long base, int node) {
    return base + world.dice().between(300_000, 1_300_000, Topic.TICKET, node, base, 0);
  }

  private int proxy(int owner, int attempt) {
    return world.neighbour(owner, 1 + 3 * attempt);
  }

  private int owner(int proxy, int attempt) {
    return world.neighbour(proxy, -1 - 3 * attempt);
  }

  private Bytes32 ticket(int node, long epoch, int attempt) {
    return world.dice().bytes(Topic.TICKET, node, epoch * 16 + attempt);
  }

  private static ConnectionSide side(boolean sending) {
    return sending ? ConnectionSide.LOCAL : ConnectionSide.REMOTE;
  }
}
