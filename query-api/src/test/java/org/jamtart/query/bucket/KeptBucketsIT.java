package org.jamtart.query.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.grafana.Span;
import org.jamtart.store.Tier;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** A day of 100 nodes, by the hour, and an hour of it by the half minute: what is read of it, and how often. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class KeptBucketsIT {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant NEXT = Instant.parse("2026-11-21T12:00:00Z");
  private static final Span DAY = new Span(NOON, NEXT, Tier.HOUR, Duration.ofDays(1), null);

  private final TestScope scope;
  private final Rows rows;
  private final JdbcClient jdbc;

  KeptBucketsIT(TestScope scope) {
    this.scope = scope;
    rows = new Rows(scope.database());
    jdbc = JdbcClient.create(scope.database().dataSource());
    for (String table : List.of("node_count_1h", "network_count_30s", "network_count_1m")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    // Each hour a node told of its number of each of 30 types.
    rows.execute("""
        insert into node_count select 3, h, n, t, -1, '', n
        from generate_series(timestamptz '2026-11-20 12:00Z', '2026-11-21 11:00Z', interval '1 hour') h,
          generate_series(1, 100) n, generate_series(60, 89) t""");
    // Each half minute one of three partitions each, two reasons and another type.
    rows.execute("""
        insert into network_count select 1, b, t, -1, r, p, p + 1
        from generate_series(timestamptz '2026-11-20 12:00Z', '2026-11-20 12:59:30Z', interval '30 s') b,
          unnest(array[112, 113]) t, unnest(array['Full(0)', 'Late(1)']) r, generate_series(0, 2) p""");
    rows.execute(
        """
            insert into network_count select 2, date_trunc('minute', bucket), type, -1, reason, partition, sum(events)
            from network_count group by 2, 3, 5, 6""");
  }

  @Test
  void Counts_of_nodes_are_read_by_the_bucket_and_again_when_somebody_has_written_into_it() {
    var events = new NodeEvents(jdbc, Set.of(62, 68), 1 << 20);
    assertThat(events.of(DAY)).hasSize(100).containsEntry(7, Map.of(62, 24L * 7, 68, 24L * 7));
    rows.execute("update node_count set events = events + 1 where node = 7 and bucket = '2026-11-20 13:00Z'");
    assertThat(events.of(DAY)).containsEntry(7, Map.of(62, 24L * 7, 68, 24L * 7));
    rows.execute(
        "update bucket_version set version = version - 1 where source = 'node_count' and bucket = '2026-11-20 13:00Z'");
    assertThat(events.of(DAY)).containsEntry(7, Map.of(62, 24L * 7 + 1, 68, 24L * 7 + 1));
    for (String when : List.of("before", "after")) {
      Plan plan = Plan.of(scope.database(), new NodeEvents.Rows(Set.of(62, 68)).sql(),
          Map.of("tier", Tier.HOUR.id(), "buckets", new String[]{"2026-11-21T11:00:00Z"}));
      assertThat(plan.examined("node_count")).as("%s analyze: %s", when, plan).isLessThanOrEqualTo(200);
      rows.execute("analyze node_count");
    }
  }

  @Test
  void Events_of_all_nodes_are_summed_by_type_and_read_again_when_somebody_has_written_into_their_bucket() {
    var events = new NetworkEvents(jdbc, new BucketSettings(DataSize.ofMegabytes(1)));
    var span = new Span(NOON.plusSeconds(1_800), NOON.plusSeconds(2_400), Tier.HALF_MINUTE,
        Duration.ofMinutes(5), null);
    assertThat(events.totals(span, List.of(112, 111))).isEqualTo(Map.of(112, 240L, 111, 0L));
    rows.execute(
        "update network_count set events = events + 1 where (tier, bucket) in ((1, '2026-11-20 12:35:30Z'), (2, '2026-11-20 12:35Z'))");
    assertThat(events.totals(span, List.of(112))).isEqualTo(Map.of(112, 240L));
    rows.execute(
        "update bucket_version set version = version - 1 where source = 'network_count' and bucket > '2026-11-20 12:30Z'");
    assertThat(events.totals(span, List.of(112))).isEqualTo(Map.of(112, 246L));
    assertThat(events.byTime(span, List.of(113, 112, 111))).containsExactly(
        new NetworkEvents.Point(NOON.plusSeconds(1_800), 112, 120),
        new NetworkEvents.Point(NOON.plusSeconds(1_800), 113, 120),
        new NetworkEvents.Point(NOON.plusSeconds(2_100), 112, 126),
        new NetworkEvents.Point(NOON.plusSeconds(2_100), 113, 126));
  }

  @Test
  void Discards_are_told_apart_by_reason_and_read_again_when_somebody_has_written_into_their_bucket() {
    var discards = new GuaranteeDiscards(jdbc, new BucketSettings(DataSize.ofMegabytes(1)));
    var span = new Span(NOON, NOON.plusSeconds(600), Tier.HALF_MINUTE, Duration.ofMinutes(5), null);
    var first = new GuaranteeDiscards.Discarded(NOON, "Full(0)", 60);
    assertThat(discards.byTime(span)).hasSize(4).startsWith(first);
    rows.execute("update network_count set events = events + 1 where bucket = '2026-11-20 12:00:30Z'");
    assertThat(discards.byTime(span)).startsWith(first);
    rows.execute("update bucket_version set version = version - 1 where source = 'network_count'");
    assertThat(discards.byTime(span)).containsExactly(new GuaranteeDiscards.Discarded(NOON, "Full(0)", 63),
        new GuaranteeDiscards.Discarded(NOON, "Late(1)", 63),
        new GuaranteeDiscards.Discarded(NOON.plusSeconds(300), "Full(0)", 60),
        new GuaranteeDiscards.Discarded(NOON.plusSeconds(300), "Late(1)", 60));
  }
}
