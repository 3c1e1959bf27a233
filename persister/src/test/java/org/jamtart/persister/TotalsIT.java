package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** Counts that were added up transaction by transaction, against a count of the rows. */
@TartTest
class TotalsIT {

  @Test
  void totals_equal_a_recount_of_the_rows(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    var random = new Random(42);
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Connection connection = Connection.of(i / 2); // two sessions each
      connections.add(connection);
      log.write(connection.open());
    }
    for (int i = 0; i < 600; i++) {
      Connection connection = connections.get(random.nextInt(connections.size()));
      var run = connection.run(frames(random, connection.now()));
      log.write(run);
      if (random.nextInt(10) == 0) {
        log.write(run);
      }
    }
    try (var persister = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.max-events-per-transaction=97")) {
      log.flush();
      var tables = new Tables(scope.database());
      String counted = """
          select %1$s, count(*) as events, count(*) filter (where type in (200, 201)) as unknown from event
          group by %1$s order by %1$s""";
      String totals = "select %1$s, events, unknown from %2$s where events > 0 order by %1$s";
      for (var total : Map.of("session", "session_total", "node", "node_sum", "node, type", "node_total")
          .entrySet()) {
        String key = total.getKey();
        assertThat(tables.rows(totals.formatted(key, total.getValue()))).as(key)
            .isNotEmpty()
            .isEqualTo(tables.rows(counted.formatted(key)));
      }
      assertThat(tables.rows(
          "select node, type, sum(malformed) from node_total where malformed > 0 group by 1, 2 order by 1, 2"))
          .isNotEmpty()
          .isEqualTo(tables
              .rows("select node, type, sum(frames) from quarantine_group group by 1, 2 order by 1, 2"));
      assertThat(tables.number("select sum(events + malformed)::bigint from session_total"))
          .isEqualTo(connections.stream().mapToLong(Connection::frames).sum());
      assertThat(tables.number("select sum(dropped)::bigint from node_sum"))
          .isEqualTo(3 * tables.number("select count(*) from event where type = 0"));
      assertThat(persister.metric("tart_persister_rows"))
          .isEqualTo(tables.number("select count(*) from event"));
      assertThat(persister.metric("telemetry_events_flushed"))
          .isEqualTo(tables.number("select count(*) from event"));
      assertThat(tables.rows(
          """
              select node, sessions, frames, duplicates, missing, stored, expired, quarantined, beyond from node_stream
              order by node"""))
          .hasSize(12)
          .isEqualTo(tables.rows(RECOUNT));
      assertThat(tables.number("select count(*) from node_stream where receipt_lag is null")).isZero();
      assertThat(tables.number("select sum(quarantined)::bigint from node_stream")).isPositive();
    }
  }

  /** From the rows themselves, and for what has none from the quarantine's groups. */
  private static final String RECOUNT = """
      select n.id as node, s.sessions, e.events + coalesce(q.counted, 0) as frames, s.duplicates, s.missing,
             e.events as stored, 0::bigint as expired, coalesce(k.kept, 0) as quarantined,
             coalesce(q.counted, 0) - coalesce(k.kept, 0) as beyond
      from node n
      join (select node, count(*) as sessions, sum(duplicates)::bigint as duplicates, sum(missing)::bigint as missing
            from session group by 1) s on s.node = n.id
      join (select node, count(*) as events from event group by 1) e on e.node = n.id
      left join (select node, sum(frames)::bigint as counted from quarantine_group group by 1) q on q.node = n.id
      left join (select node, count(*) as kept from quarantine group by 1) k on k.node = n.id
      order by 1""";

  @Test
  void what_never_came_and_what_came_too_late_is_accounted_for(TestScope scope) throws Exception {
    var log = scope
        .closeLater(new TestLog(scope, scope.infra().newTopic("late", 2), scope.group() + "-late"));
    TestDatabase database = scope.closeLater(scope.infra().newDatabase("late"));
    Connection connection = Connection.of(1);
    log.write(connection.open(), connection.run(Connection.sync(connection.now())));
    connection.lose(5);
    log.write(connection.run(Connection.sync(connection.now()), Connection.malformed(connection.now())));
    Connection old = Connection.of(1);
    old.receivedAt(old.received() - 3 * 3_600_000_000L);
    log.write(old.open(), old.run(Connection.sync(old.now()), Connection.dropped(old.now(), 7)), old.close());
    connection.lose(2);
    log.write(connection.close());
    try (var persister = RunningPersister.start(log.settings, database, "--tart.persister.event-retention=1h",
        "--tart.persister.max-events-per-transaction=2")) {
      log.flush();
      assertThat(new Tables(database)
          .row(
              """
                  select sessions, frames, duplicates, missing, missing_at > now() - interval '1 hour' as lately, stored, expired,
                         quarantined, beyond from node_stream""")
          .values())
          .containsExactly(2L, 5L, 0L, 7L, true, 2L, 2L, 1L, 0L);
    }
  }

  private static List<byte[]> frames(Random random, long now) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      frames.add(switch (random.nextInt(6)) {
        case 0 -> Connection.dropped(now, 3);
        case 1 -> Connection.event(now, 200 + random.nextInt(2), (byte) 1);
        case 2 -> Connection.malformed(now);
        default -> Connection.sync(now);
      });
    }
    return frames;
  }
}
