package org.jamtart.simulator.scene;

import java.util.List;
import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamClosed;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamClosedV0;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamOpened;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.Event;
import org.jamtart.wire.NetworkingEvent.ConnectInFailed;
import org.jamtart.wire.NetworkingEvent.ConnectOutFailed;
import org.jamtart.wire.NetworkingEvent.ConnectedIn;
import org.jamtart.wire.NetworkingEvent.ConnectedOut;
import org.jamtart.wire.NetworkingEvent.ConnectingIn;
import org.jamtart.wire.NetworkingEvent.ConnectingOut;
import org.jamtart.wire.NetworkingEvent.ConnectionRefused;
import org.jamtart.wire.NetworkingEvent.Disconnected;
import org.jamtart.wire.NetworkingEvent.PeerMisbehaved;
import org.jspecify.annotations.Nullable;

/**
 * Connections between nodes (JIP-3 networking events, and the announcement streams of UP 0). Every node connects to
 * some neighbours when the story begins. A quarter of the links are bad: they break after a while and come back;
 * before, an attempt fails or is refused.
 */
public final class Connections implements Scene {
  /** To which neighbours a node connects. */
  static final List<Integer> DISTANCES = List.of(1, 2, 5);

  private static final long PERIOD = 20_000_000;
  private static final long RETRY = 700_000;
  private static final long[] NO_TIMES = {};

  private final Part part;
  private final World world;
  private final Agenda agenda;

  public Connections(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
  }

  @Override
  public void plan(Beat beat) {
    for (int distance : DISTANCES) {
      if (distance < world.population()) {
        plan(new Link(part.me(), world.neighbour(part.me(), distance), distance), beat, true);
        plan(new Link(world.neighbour(part.me(), -distance), part.me(), distance), beat, false);
      }
    }
  }

  private void plan(Link link, Beat beat, boolean outgoing) {
    for (long opening : link.openings(beat)) {
      long round = opening / PERIOD;
      long attempt = opening;
      if (link.isRefused(round)) {
        refuse(link, attempt, outgoing);
        attempt += RETRY;
      }
      if (link.fails(round)) {
        fail(link, attempt, outgoing);
        attempt += RETRY;
      }
      var stream = open(link, attempt, outgoing);
      if (link.isBad()) {
        close(link, opening + PERIOD * 4 / 5, round, outgoing, stream);
      }
    }
  }

  private void refuse(Link link, long time, boolean outgoing) {
    if (outgoing) {
      var attempt = connecting(link, time);
      agenda.reply(time + 60_000, attempt, (at, id) -> new ConnectOutFailed(at, id, "connection refused"));
    } else {
      agenda.say(time + 20_000, at -> new ConnectionRefused(at, world.address(link.from())));
    }
  }

  private void fail(Link link, long time, boolean outgoing) {
    if (outgoing) {
      var attempt = connecting(link, time);
      agenda.reply(time + 500_000, attempt,
          (at, id) -> new ConnectOutFailed(at, id, "TLS handshake timed out"));
    } else {
      var attempt = agenda.say(time + 20_000, at -> new ConnectingIn(at, world.address(link.from())));
      agenda.reply(time + 480_000, attempt,
          (at, id) -> new ConnectInFailed(at, id, "peer certificate expired"));
    }
  }

  private Utterance open(Link link, long time, boolean outgoing) {
    if (outgoing) {
      var attempt = connecting(link, time);
      agenda.reply(time + 60_000, attempt, ConnectedOut::new);
    } else {
      var attempt = agenda.say(time + 20_000, at -> new ConnectingIn(at, world.address(link.from())));
      agenda.reply(time + 55_000, attempt, (at, id) -> new ConnectedIn(at, id, part.peer(link.from())));
    }
    var opener = outgoing ? ConnectionSide.LOCAL : ConnectionSide.REMOTE;
    return agenda.say(time + 80_000,
        at -> new BlockAnnouncementStreamOpened(at, part.peer(link.other(outgoing)), opener));
  }

  private Utterance connecting(Link link, long time) {
    return agenda.say(time, at -> new ConnectingOut(at, part.peer(link.to()), world.address(link.to())));
  }

  private void close(Link link, long time, long round, boolean outgoing, Utterance stream) {
    var peer = part.peer(link.other(outgoing));
    // In turn: the one who connected ends it, the other one does, nobody does (a timeout).
    @Nullable
    ConnectionSide ending = switch ((int) ((round + link.from()) % 3)) {
      case 0 -> side(outgoing);
      case 1 -> side(!outgoing);
      default -> null;
    };
    boolean accused = ending == ConnectionSide.LOCAL && round % 2 == 0;
    if (accused) {
      agenda.say(time - 2_000, at -> new PeerMisbehaved(at, peer, "announced a block of a future slot"));
    }
    var closer = ending == null ? ConnectionSide.LOCAL : ending;
    agenda.reply(time, stream, (at, id) -> closed(at, id, link.other(outgoing), closer));
    agenda.say(time + 1_000,
        at -> new Disconnected(at, peer, ending, ending == null ? "idle timeout" : "closed"));
  }

  private Event closed(long at, long opened, int peer, ConnectionSide closer) {
    return part.protocol() == 0
        ? new BlockAnnouncementStreamClosedV0(at, part.peer(peer), closer, "connection closed")
        : new BlockAnnouncementStreamClosed(at, opened, closer, "connection closed");
  }

  private static ConnectionSide side(boolean local) {
    return local ? ConnectionSide.LOCAL : ConnectionSide.REMOTE;
  }

  /** Two nodes of which one connects to the other. */
  private final class Link {
    private final int from;
    private final int to;
    private final int distance;

    Link(int from, int to, int distance) {
      this.from = from;
      this.to = to;
      this.distance = distance;
    }

    int from() {
      return from;
    }

    int to() {
      return to;
    }

    int other(boolean outgoing) {
      return outgoing ? to : from;
    }

    boolean isBad() {
      return (from + distance) % 4 == 0;
    }

    boolean isRefused(long round) {
      return isBad() && Math.floorMod(from + round, 2) == 0;
    }

    boolean fails(long round) {
      return isBad() && Math.floorMod(from / 2 + round, 2) == 0;
    }

    /** When in the beat the link is opened: once in the story, or once in every period if it is a bad one. */
    long[] openings(Beat beat) {
      long first = world.dice().between(100_000, 1_500_000, Topic.CONNECTION, from, to, 0);
      long round = isBad() ? Math.max(0, Math.floorDiv(beat.start() - first + PERIOD - 1, PERIOD)) : 0;
      long opening = first + round * PERIOD;
      return opening >= beat.start() && opening < beat.end() ? new long[]{opening} : NO_TIMES;
    }
  }
}
