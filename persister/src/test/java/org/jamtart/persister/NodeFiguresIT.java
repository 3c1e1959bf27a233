package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jamtart.log.LogRecord;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.Status;
import org.junit.jupiter.api.Test;

/** What is kept of single nodes, against values worked out by hand. */
@TartTest
class NodeFiguresIT {

  private static final long SECOND = 1_000_000;
  private static final Bytes32 HASH = Fixtures.peerId(50);

  @Test
  void the_newest_word_the_minutes_and_the_clock_of_each_node_are_kept(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection right = Connection.of(1);
    Connection ahead = Connection.of(2);
    Connection lost = Connection.of(3);
    // A minute that has begun, whole: what is said in it does not depend on the test's clock.
    long minute = Math.floorDiv(right.received(), 60 * SECOND) * 60 * SECOND - 60 * SECOND;
    long t = minute - Connection.JCE;
    long now = right.now();
    var late = run(right, new BestBlockChanged(t + 50 * SECOND, 7, HASH));
    log.write(right.open(), ahead.open(), lost.open(),
        run(right, status(right, t + 10 * SECOND, 4, -1), status(right, t + 20 * SECOND, 8, 1)),
        run(right, new BestBlockChanged(t + 55 * SECOND, 9, HASH),
            new BestBlockChanged(t + 52 * SECOND, 8, HASH)),
        late,
        late,
        ahead.run(Connection.sync(ahead.now() + 30 * SECOND), Connection.sync(ahead.now() + 29 * SECOND)),
        lost.run(Connection.sync(7)), right.run(Connection.sync(now - 2 * SECOND)));
    try (var ignored = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.max-events-per-transaction=2")) {
      log.flush();
      var tables = new Tables(scope.database());
      assertThat(tables.rows(
          """
              select l.slot from node_latest l join node n on n.id = l.node where n.peer_id = ? and l.type = 11""",
          Fixtures.peerId(1).toByteArray())).extracting(row -> row.get("slot")).containsExactly(9L);

      String reports = """
          select %s from %s where reports > 0""";
      String figures = """
          reports, peers_sum, peers_min, peers_max, shards_size_max, shards_size_sum, cores, guarantees_sum, guarantees_min,
            guarantees_max, zero_cores_max""";
      Map<String, Object> status = only(tables, reports.formatted(figures, "node_status"));
      for (String tier : List.of("1m", "1h")) {
        assertThat(only(tables, reports.formatted(figures, "network_status_" + tier))).isEqualTo(status);
      }
      assertThat(status).containsEntry("reports", 2L)
          .containsEntry("peers_sum", new BigDecimal(12))
          .containsEntry("peers_min", 4L)
          .containsEntry("peers_max", 8L)
          .containsEntry("shards_size_max", new BigDecimal("18446744073709551615"))
          .containsEntry("shards_size_sum", new BigDecimal("18446744073709551616"))
          .containsEntry("cores", 682L)
          .containsEntry("guarantees_sum", 12L)
          .containsEntry("guarantees_min", 0)
          .containsEntry("guarantees_max", 8)
          .containsEntry("zero_cores_max", 340);

      String clock = """
          select min(c.delay_min) as least, max(c.delay_max) as most, bool_or(c.implausible) as implausible
          from node_clock c join node n on n.id = c.node where n.peer_id = ?""";
      Map<String, Object> rightly = only(tables, clock, Fixtures.peerId(1).toByteArray());
      assertThat(rightly).containsEntry("least", 2 * SECOND).containsEntry("implausible", false);
      assertThat(only(tables, clock, Fixtures.peerId(2).toByteArray())).containsEntry("least", -30 * SECOND)
          .containsEntry("most", -29 * SECOND);
      assertThat(only(tables, clock, Fixtures.peerId(3).toByteArray())).containsEntry("implausible", true)
          .containsEntry("least", Long.MAX_VALUE);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> only(Tables tables, String sql, Object... arguments) throws Exception {
    List<?> rows = tables.rows(sql, arguments);
    assertThat(rows).hasSize(1);
    return (Map<String, Object>) rows.get(0);
  }

  /** A status of a node with guarantees on the first core alone, as many as it has peers. */
  private static Status status(Connection node, long time, int peers, long shardsSize) {
    byte[] guarantees = new byte[node.session.cores()];
    guarantees[0] = (byte) peers;
    return new Status(time, peers, 3, 2, ByteString.of(guarantees), 5, shardsSize, 6, 7);
  }

  private static LogRecord run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }
}
