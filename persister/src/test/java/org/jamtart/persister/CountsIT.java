package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.AvailabilityEvent.ShardRequestFailed;
import org.jamtart.wire.BundleRecoveryEvent.ReconstructingBundle;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.GuaranteeDiscardReason;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.GuaranteeingEvent.DuplicateWorkPackage;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeDiscarded;
import org.jamtart.wire.NetworkingEvent.ConnectInFailed;
import org.jamtart.wire.PreimageEvent.PreimageAnnounced;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.TicketEvent.GeneratingTickets;
import org.jamtart.wire.TicketEvent.TicketTransferFailed;
import org.junit.jupiter.api.Test;

/** Counts by time, against a count of the rows that PostgreSQL makes by itself. */
@TartTest
class CountsIT {

  private static final long MINUTE = 60_000_000;
  private static final Bytes32 PEER = Fixtures.peerId(99);
  private static final Map<String, String> LENGTHS = Map.of("30s", "30 seconds", "1m", "1 minute", "1h",
      "1 hour");

  @Test
  void every_tier_equals_a_recount_of_the_rows_through_redelivery_and_restart() throws Exception {
    try (var scope = TestScope.open("counts")) {
      TestLog log = TestLog.of(scope);
      var random = new Random(7);
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Connection connection = Connection.of(i / 2); // two sessions each
        connections.add(connection);
        log.write(connection.open());
      }
      var tables = new Tables(scope.database());
      Map<String, String> first = Map.of();
      for (int life = 0; life < 2; life++) {
        for (int i = 0; i < 250; i++) {
          Connection connection = connections.get(random.nextInt(connections.size()));
          var run = connection.run(frames(random, connection.now() - random.nextLong(0, 100 * MINUTE)));
          log.write(run);
          if (random.nextInt(8) == 0) {
            log.write(run);
          }
        }
        try (var ignored = RunningPersister.start(log.settings, scope.database(),
            "--tart.persister.max-events-per-transaction=211")) {
          log.flush();
        }
        first = life == 0 ? tables.keptBuckets() : first;
      }
      Tables.assertThatWhatHasItsVersionIsTheSame(first, tables.keptBuckets());
      for (var tier : LENGTHS.entrySet()) {
        String bucket = "date_bin('" + tier.getValue() + "', time, timestamptz 'epoch')";
        assertSame(tables,
            "select node, %s as bucket, type, coalesce(core, -1) as core, count(*) as events from event",
            bucket,
            "select node, bucket, type, core, sum(events)::bigint as events from node_count_" + tier.getKey(),
            4);
        assertSame(tables,
            "select node, %s as bucket, count(*) as events, count(*) filter (where type in (22, 93, 113, 83, 122)) as failures,"
                + " 5::numeric * count(*) filter (where type = 0) as dropped,"
                + " coalesce(max(slot) filter (where type = 11), -1) as best from event",
            bucket, "select node, bucket, sum(events)::bigint as events, sum(failures)::bigint as failures,"
                + " sum(dropped) as dropped, max(best_slot) as best from node_activity_" + tier.getKey(),
            2);
        assertSame(tables, "select %s as bucket, type, count(*) as events from event", bucket,
            "select bucket, type, sum(events)::bigint as events from network_count_" + tier.getKey(), 2);
      }
      assertSame(tables,
          "select core, %s as bucket, type, count(*) as events from event where core is not null",
          "date_bin('1 minute', time, timestamptz 'epoch')",
          "select core, bucket, type, sum(events)::bigint as events from core_count_1m", 3);
      assertSame(tables,
          "select node, %s as bucket, type, count(*) as events from event where type in (22, 93, 122)",
          "date_bin('1 minute', time, timestamptz 'epoch')",
          "select node, bucket, type, sum(events)::bigint as events from failure_count_1m", 3);
      assertSame(tables, "select slot, %s as bucket, type, count(*) as events from event where type = 11",
          "date_bin('30 seconds', time, timestamptz 'epoch')",
          "select subject as slot, bucket, type, sum(events)::bigint as events from network_count_30s where type = 11",
          3);
      assertSame(tables,
          "select type, %s as bucket, count(*) as events from event where type in (11, 42) and time >= now() - interval '50 minutes'",
          "date_bin('1 second', time, timestamptz 'epoch')",
          "select type, bucket, sum(events)::bigint as events from network_count_1s where type in (11, 42) and bucket >= now() - interval '50 minutes'",
          2);
    }
  }

  @Test
  void reasons_kinds_services_and_epochs_are_counted_apart_in_the_finest_tier() throws Exception {
    try (var scope = TestScope.open("counts")) {
      TestLog log = TestLog.of(scope);
      Connection node = Connection.of(1);
      long now = node.now();
      log.write(node.open(), run(node, new ConnectInFailed(now, 1, "timeout after 312 ms"),
          new ConnectInFailed(now, 2, "timeout after 40 ms"),
          new ConnectInFailed(now, 3, "bad\0 certificate"),
          new TicketTransferFailed(now, PEER, ConnectionSide.LOCAL, true, "closed"),
          new GuaranteeDiscarded(now, new GuaranteeOutline(PEER, 5, List.of(1, 2)),
              GuaranteeDiscardReason.REPLACED_BY_BETTER),
          new ReconstructingBundle(now, 1, true), new GeneratingTickets(now, 77),
          new PreimageAnnounced(now, PEER, ConnectionSide.LOCAL, 0xffffffffL, PEER, 3)));
      try (var ignored = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
        var tables = new Tables(scope.database());
        assertThat(tables.rows("select type, subject, reason, events from network_count_30s order by 1, 3"))
            .extracting(row -> row.get("type") + "|" + row.get("subject") + "|" + row.get("reason") + "|"
                + row.get("events"))
            .containsExactly("22|-1|bad\uFFFD certificate|1", "22|-1|timeout after # ms|2", "80|77||1",
                "83|-1|proxy: closed|1", "113|5|ReplacedByBetter(1)|1", "146|-1|Trivial|1",
                "191|4294967295||1");
        assertThat(tables.rows("select type, reason, events from node_count_30s where type = 22 order by 2"))
            .extracting(row -> row.get("reason") + "|" + row.get("events"))
            .containsExactly("bad\uFFFD certificate|1", "timeout after # ms|2");
        assertThat(tables.rows("select type, reason, events from failure_count_1h order by 1, 2"))
            .extracting(row -> row.get("type") + "|" + row.get("reason") + "|" + row.get("events"))
            .containsExactly("22|bad\uFFFD certificate|1", "22|timeout after # ms|2", "83|proxy: closed|1",
                "113|ReplacedByBetter(1)|1");
        assertThat(tables.rows("select distinct reason from node_count_1m")).hasSize(1);
        assertThat(tables.rows("select distinct subject from network_count_1h")).hasSize(1);
      }
    }
  }

  @Test
  void a_late_event_is_added_to_the_tiers_that_still_keep_its_bucket() throws Exception {
    try (var scope = TestScope.open("counts")) {
      TestLog log = TestLog.of(scope);
      Connection node = Connection.of(1);
      long now = node.now();
      log.write(node.open(), node.run(Connection.sync(now)),
          node.run(Connection.sync(now - 90 * MINUTE), Connection.sync(now - 180 * MINUTE)));
      try (var ignored = RunningPersister.start(log.settings, scope.database(),
          "--tart.persister.counts.half-minutes=1h", "--tart.persister.counts.minutes=2h")) {
        log.flush();
        var tables = new Tables(scope.database());
        for (String count : List.of("node_count", "node_activity", "network_count")) {
          assertThat(List.of(tables.number("select sum(events)::bigint from " + count + "_30s"),
              tables.number("select sum(events)::bigint from " + count + "_1m"),
              tables.number("select sum(events)::bigint from " + count + "_1h"))).as(count)
              .containsExactly(1L, 2L, 3L);
        }
      }
    }
  }

  @Test
  void a_slot_of_the_far_future_sets_no_maximum_and_dropped_may_pass_a_long() throws Exception {
    try (var scope = TestScope.open("counts")) {
      TestLog log = TestLog.of(scope);
      Connection node = Connection.of(1);
      long now = node.now();
      log.write(node.open(), node.run(Connection.dropped(now, -1), Connection.dropped(now, -1)),
          run(node, new BestBlockChanged(now, 0xffffffffL, PEER), new BestBlockChanged(now, 12, PEER)));
      try (var ignored = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
        var row = new Tables(scope.database()).rows("select best_slot, dropped from node_activity_1h").get(0);
        assertThat(row.get("best_slot")).isEqualTo(12L);
        assertThat(row.get("dropped")).isEqualTo(new BigDecimal("36893488147419103230"));
      }
    }
  }

  private static void assertSame(Tables tables, String counted, String bucket, String kept, int keys)
      throws Exception {
    String by = switch (keys) {
      case 2 -> " group by 1, 2 order by 1, 2";
      case 3 -> " group by 1, 2, 3 order by 1, 2, 3";
      default -> " group by 1, 2, 3, 4 order by 1, 2, 3, 4";
    };
    assertThat(tables.rows(kept + by)).as(kept)
        .isNotEmpty()
        .isEqualTo(tables.rows(counted.formatted(bucket) + by));
  }

  private static org.jamtart.log.LogRecord run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(java.util.Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }

  static List<byte[]> frames(Random random, long now) {
    var protocol = new Protocol(1, 341);
    List<byte[]> frames = new ArrayList<>();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      frames.add(switch (random.nextInt(8)) {
        case 0 -> Connection.dropped(now, 5);
        case 1 -> Connection.event(now, 200, (byte) 1);
        case 2 -> Connection.malformed(now);
        case 3 -> Events.encode(new BestBlockChanged(now, random.nextInt(100), PEER), protocol);
        case 4 -> Events.encode(new DuplicateWorkPackage(now, 0, random.nextInt(341), PEER), protocol);
        case 5 -> Events.encode(new ShardRequestFailed(now, 0, "reason " + random.nextInt(3)), protocol);
        case 6 -> Events.encode(new ConnectInFailed(now, 0, random.nextBoolean() ? "a" : "b"), protocol);
        default -> Connection.sync(now);
      });
    }
    return frames;
  }
}
