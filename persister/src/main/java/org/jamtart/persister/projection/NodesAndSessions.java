package org.jamtart.persister.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jamtart.log.GatewayState;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.session.SessionState;
import org.jamtart.persister.time.Times;
import org.jamtart.store.GatewayRow;
import org.jamtart.store.NodeRow;
import org.jamtart.store.SessionRow;
import org.jspecify.annotations.Nullable;

/** Who is there: nodes, their sessions, and the gateways that hold these. */
final class NodesAndSessions implements Projection {

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Touched();
  }

  private static final class Touched implements Collector {
    private final Map<Long, SessionState> sessions = new TreeMap<>();
    private final Map<Long, Open> opens = new TreeMap<>();
    private final Map<Integer, Seen> nodes = new TreeMap<>();
    private final Map<UUID, GatewayRow> gateways = new TreeMap<>();

    /** When a node was seen in this transaction, and its newest node information. */
    private static final class Seen {
      final byte[] peerId;
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      @Nullable
      Open newest;

      Seen(byte[] peerId) {
        this.peerId = peerId;
      }
    }

    private Seen touch(SessionState session, long received) {
      sessions.put(session.number(), session);
      Seen seen = nodes.computeIfAbsent(session.node().number(),
          number -> new Seen(session.node().peerId().toByteArray()));
      seen.first = Math.min(seen.first, received);
      seen.last = Math.max(seen.last, received);
      return seen;
    }

    @Override
    public void open(SessionState session, Open open) {
      Seen seen = touch(session, open.received());
      opens.putIfAbsent(session.number(), open);
      if (seen.newest == null || seen.newest.received() <= open.received()) {
        seen.newest = open;
      }
    }

    @Override
    public void run(SessionState session, Run run) {
      touch(session, run.received());
    }

    @Override
    public void close(SessionState session, Close close) {
      touch(session, close.received());
    }

    @Override
    public void heartbeat(Heartbeat beat) {
      GatewayState state = beat.state();
      var at = Times.instant(beat.received());
      // The last one of a transaction is the newest: a gateway's beats are in one partition, in their order.
      gateways.put(beat.gateway(), new GatewayRow(beat.gateway(), Text.storable(state.name()),
          Times.instant(state.startedAt()), at, state.phase() == GatewayState.Phase.STOP ? at : null,
          state.connections()));
    }

    @Override
    public void write(StatelessSession database) {
      List<NodeRow> nodeRows = new ArrayList<>();
      nodes.forEach((number, seen) -> {
        var row = new NodeRow(number, seen.peerId, Times.instant(seen.first), Times.instant(seen.last));
        nodeRows.add(seen.newest == null ? row : Introduction.describe(row, seen.newest));
      });
      Inserts.rows(database, NodeRow.INSERT, nodeRows);
      Inserts.rows(database, SessionRow.INSERT, sessions.values().stream().map(this::row).toList());
      Inserts.all(database, List.copyOf(gateways.values()));
    }

    private SessionRow row(SessionState session) {
      SessionRow row = session.row();
      Open open = opens.get(session.number());
      return open == null
          ? row
          : row.introduced(open.nodeInformation(),
              open.remote() == null ? null : Text.storable(open.remote()));
    }
  }
}
