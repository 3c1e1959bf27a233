package org.jamtart.query.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The figures of the whole network, by value. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NetworkIT {

  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final String RANGE = "?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z";
  private static final String EMPTY = "?start=2026-11-21T10:00:00Z&end=2026-11-21T11:00:00Z";
  private static final String ONE = Fixtures.peerId(1).toHex();
  private static final String TWO = Fixtures.peerId(2).toHex();

  private final Api api;
  private final Rows rows;
  private final Instant now = Instant.now();

  NetworkIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.partitionsAround(now);
    var counted = new Counted(rows);
    counted.partitions(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2036-01-01T00:00:00Z"));
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", now.minusSeconds(3600), now.plusSeconds(3600), null);
    for (int node = 1; node <= 3; node++) {
      rows.node(node, now);
    }
    rows.session(1, 1, gateway, now.minusSeconds(60), now);
    rows.session(2, 2, gateway, now.minusSeconds(60), now);
    counted.events(T, 1, 42, -1, false, 2);
    counted.events(T.plusSeconds(40), 1, 42, -1, false, 1);
    counted.events(T.plusSeconds(40), 2, 44, -1, true, 1);
    counted.events(T.plusSeconds(61), 2, 94, 7, false, 8);
    counted.events(T.plusSeconds(62), 1, 94, 9, false, 1);
    counted.events(T.plusSeconds(125), 2, 92, 7, true, 1);
    counted.events(T.plusSeconds(125), 3, 105, 7, false, 5);
    counted.events(T.plusSeconds(125), 3, 23, -1, false, 4);
    counted.events(T.plusSeconds(125), 3, 26, -1, false, 3);
    counted.events(T.plusSeconds(1500), 3, 27, -1, false, 6);
    Instant dayBefore = T.minusSeconds(86_400);
    counted.failures(dayBefore, 1, 92, "no room", 4);
    counted.failures(dayBefore.plusSeconds(70), 2, 92, "no room", 5);
    counted.failures(dayBefore, 1, 92, "", 4);
    counted.failures(dayBefore, 1, 122, "no room", 4);
    counted.failures(dayBefore, 2, 122, "gone", 4);
    counted.slots(T, 1, 100, 90);
    counted.slots(T, 2, 98, 90);
    counted.slots(T, 3, 97, 90);
    for (int i = 0; i < 30; i++) {
      counted.slots(now.plusSeconds(30L * i), 1, 500, 480);
    }
    // The same every second, for as long as the test may take.
    counted.seconds(now.minusSeconds(60), 900, -2, 50);
    counted.seconds(now.minusSeconds(60), 900, 42, 1);
    rows.events(List.of(new Rows.Event(now.minusSeconds(30), 2, 5, 5L, now, null, null, 2, 7, 92, false, null,
        failed("no\0 room"))));
    api = Api.start(scope);
  }

  private static byte[] failed(String reason) {
    byte[] text = reason.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return java.nio.ByteBuffer.allocate(18 + text.length)
        .putLong(0)
        .put((byte) 92)
        .putLong(0)
        .put((byte) text.length)
        .put(text)
        .array();
  }

  @Test
  void The_stats_are_those_of_the_range_and_of_now() {
    JsonNode stats = api.json("/api/grafana/stats" + RANGE);
    assertThat(
        longs(stats, "connected_nodes", "slot_events", "guarantees", "failures", "wp_events", "best_slot",
            "finalized_slot"))
        .containsExactly(2L, 3L, 5L, 1L, 9L, 500L, 480L);
    assertThat(stats.get("events_per_sec_10s").asDouble()).isEqualTo(50.0);
    assertThat(stats.get("blocks_per_sec_10s").asDouble()).isEqualTo(1.0);
    assertThat(stats.get("active_nodes").asLong()).isEqualTo(1);
    assertThat(
        longs(api.json("/api/grafana/stats" + EMPTY), "slot_events", "guarantees", "failures", "wp_events"))
        .containsOnly(0L);
  }

  @Test
  void A_timeseries_is_split_by_type_node_or_core_and_filters_hold() {
    assertThat(series("&interval=30s&event_types=42,BlockVerificationFailed"))
        .containsExactly("10:00:00 42 2", "10:00:30 42 1", "10:00:30 44 1");
    assertThat(series("&interval=1m&event_types=blocks,wp_pipeline")).containsExactly("10:00:00 42 3",
        "10:00:00 44 1", "10:01:00 94 9", "10:02:00 92 1", "10:02:00 105 5");
    assertThat(series("&interval=1h&group_by=node_id")).containsExactlyInAnyOrder("10:00:00 " + ONE + " 4",
        "10:00:00 " + TWO + " 10", "10:00:00 " + Fixtures.peerId(3).toHex() + " 18");
    assertThat(series("&interval=1h&group_by=node&event_types=94&core=7"))
        .containsExactly("10:00:00 " + TWO + " 8");
    assertThat(series("&interval=1m&group_by=core")).containsExactly("10:01:00 7 8", "10:01:00 9 1",
        "10:02:00 7 6");
    assertThat(series("&interval=1m&group_by=core&node=" + TWO)).containsExactly("10:01:00 7 8",
        "10:02:00 7 1");
    assertThat(series("&interval=5m&core=%7B7,9%7D")).containsExactly("10:00:00 92 1", "10:00:00 94 9",
        "10:00:00 105 5");
    assertThat(series("&interval=5m&node=" + ONE.toUpperCase(java.util.Locale.ROOT)))
        .containsExactly("10:00:00 42 3", "10:00:00 94 1");
    assertThat(api.json("/api/grafana/timeseries" + EMPTY)).isEmpty();
  }

  @Test
  void The_network_is_as_healthy_as_its_parts() {
    JsonNode health = api.json("/api/grafana/network-health" + RANGE);
    List<String> parts = new ArrayList<>();
    health.get("components")
        .forEach(part -> parts.add(part.get("name").stringValue() + " "
            + part.get("score").asDouble() + " " + part.get("status").stringValue()));
    assertThat(parts).containsExactly("block_production 75.0 unhealthy", "work_packages 90.0 degraded",
        "data_availability 100.0 healthy", "connectivity " + 200.0 / 3 + " unhealthy",
        "event_throughput 100.0 healthy");
    assertThat(health.get("health_score").asDouble()).isEqualTo((75.0 + 90 + 100 + 200.0 / 3 + 100) / 5);
    assertThat(health.get("overall_health").stringValue()).isEqualTo("degraded");
    assertThat(health.get("alerts")).hasSize(3);
    assertThat(
        api.json("/api/grafana/network-health" + EMPTY).get("components").get(4).get("score").asDouble())
        .isZero();
  }

  @Test
  void Failures_have_rates_by_category_and_node_and_the_newest_have_reasons() {
    JsonNode rates = api.json("/api/grafana/failure-rates" + RANGE);
    assertThat(rates.get("overall").get("total_events").asLong()).isEqualTo(4 + 10 + 5);
    assertThat(rates.get("overall").get("failed_events").asLong()).isEqualTo(2);
    JsonNode packages = rates.get("by_category").get(2);
    assertThat(packages.get("category").stringValue()).isEqualTo("work_packages");
    assertThat(packages.get("attempts").asLong()).isEqualTo(10);
    assertThat(packages.get("rate").asDouble()).isEqualTo(0.1);
    JsonNode worst = rates.get("by_node").get(0);
    assertThat(worst.get("node_id").stringValue()).isEqualTo(TWO);
    assertThat(worst.get("failure_rate").asDouble()).isEqualTo(0.2);
    assertThat(rates.get("recent_failures")).isEmpty();
    JsonNode recent = api.json("/api/grafana/failure-rates?start=" + now.minusSeconds(300))
        .get("recent_failures");
    assertThat(recent).hasSize(1);
    assertThat(recent.get(0).get("event_name").stringValue()).isEqualTo("WorkPackageFailed");
    assertThat(recent.get(0).get("reason").stringValue()).isEqualTo("no\0 room");
    assertThat(recent.get(0).get("node_id").stringValue()).isEqualTo(TWO);
  }

  @Test
  void What_was_read_of_a_bucket_is_kept_until_somebody_writes_into_it() {
    assertThat(failures()).containsExactly(2, 4);
    rows.execute("update node_activity set failures = failures + 5 where failures > 0");
    rows.execute("update failure_count set events = events + 1 where reason = 'gone'");
    assertThat(failures()).containsExactly(2, 4);
    rows.execute("update bucket_version set version = version - 1");
    assertThat(failures()).containsExactly(7, 5);
    rows.execute("update node_activity set failures = failures - 5 where failures > 0");
    rows.execute("update failure_count set events = events - 1 where reason = 'gone'");
    rows.execute("update bucket_version set version = version - 1");
    assertThat(failures()).containsExactly(2, 4);
  }

  /** Of the node that has most, and for a reason that one gave. */
  private List<Integer> failures() {
    int most = api.json("/api/grafana/failure-rates" + RANGE)
        .get("by_node")
        .get(0)
        .get("failures")
        .intValue();
    for (JsonNode reason : api
        .json("/api/grafana/failure-reasons?start=2026-11-19T10:00:00Z&end=2026-11-19T11:00:00Z")
        .get("reasons")) {
      if (reason.has("reason") && reason.get("reason").stringValue().equals("gone")) {
        return List.of(most, reason.get("count").intValue());
      }
    }
    throw new AssertionError("no failure is gone");
  }

  @Test
  void Failures_are_told_apart_by_reason_over_the_range() {
    String range = "?start=2026-11-19T10:00:00Z&end=2026-11-19T11:00:00Z";
    assertThat(reasons(api.json("/api/grafana/failure-reasons" + range).get("reasons")))
        .startsWith("WorkPackageFailed no room 9 2", "WorkPackageFailed null 4 1")
        .containsOnly("WorkPackageFailed no room 9 2", "WorkPackageFailed null 4 1",
            "ShardRequestFailed gone 4 1", "ShardRequestFailed no room 4 1");
    assertThat(reasons(api.json("/api/grafana/failure-reasons" + range + "&node=" + TWO).get("reasons")))
        .containsExactly("WorkPackageFailed no room 5 1", "ShardRequestFailed gone 4 1");
    assertThat(
        reasons(api.json("/api/grafana/failure-reasons" + range + "&event_types=shards").get("reasons")))
        .containsExactlyInAnyOrder("ShardRequestFailed no room 4 1", "ShardRequestFailed gone 4 1");
    assertThat(reasons(api.json("/api/grafana/failure-rates" + range).get("by_reason")))
        .containsExactlyInAnyOrder("WorkPackageFailed no room 9", "WorkPackageFailed null 4",
            "ShardRequestFailed no room 4", "ShardRequestFailed gone 4");
    assertThat(reasons(
        api.json("/api/grafana/failure-rates?start=2026-11-19T00:00:00Z&end=2026-11-19T11:00:00Z")
            .get("by_reason")))
        .hasSize(4);

    List<String> walked = new ArrayList<>();
    String path = "/api/grafana/failure-reasons" + range + "&limit=1";
    for (String next = ""; next != null;) {
      Api.Answer answer = api.get(path + next);
      walked.addAll(reasons(answer.json().get("reasons")));
      assertThat(answer.header("Link").isEmpty()).isEqualTo(!answer.json().has("next"));
      assertThat(answer.header("Tart-Resolution-Seconds")).isEqualTo("3600");
      next = answer.json().has("next") ? "&cursor=" + answer.json().get("next").stringValue() : null;
    }
    assertThat(walked).hasSize(4).doesNotHaveDuplicates().first().isEqualTo("WorkPackageFailed no room 9 2");
    assertThat(api.get("/api/grafana/failure-reasons" + range + "&event_types=42").status()).isEqualTo(400);
    assertThat(api.json("/api/grafana/failure-reasons" + EMPTY).get("reasons")).isEmpty();
  }

  private static List<String> reasons(JsonNode reasons) {
    List<String> texts = new ArrayList<>();
    reasons.forEach(reason -> texts.add(reason.get("event_name").stringValue() + " "
        + (reason.has("reason") ? reason.get("reason").stringValue() : "null") + " "
        + reason.get("count").asLong() + (reason.has("nodes") ? " " + reason.get("nodes").asLong() : "")));
    return texts;
  }

  @Test
  void Timelines_say_who_keeps_up_and_who_is_there() {
    JsonNode sync = api.json("/api/grafana/sync-timeline" + RANGE);
    assertThat(sync).hasSize(1);
    assertThat(longs(sync.get(0), "total_nodes", "synced_nodes", "behind_nodes", "network_slot"))
        .containsExactly(3L, 2L, 1L, 100L);
    JsonNode connections = api.json("/api/grafana/connections-timeline" + RANGE);
    List<List<Long>> timeline = new ArrayList<>();
    connections.get("timeline")
        .forEach(point -> timeline.add(longs(point, "connections", "disconnections", "active_nodes")));
    assertThat(timeline).containsExactly(List.of(7L, 0L, 3L), List.of(0L, 6L, 1L));
    assertThat(longs(connections.get("health_stats"), "total_nodes_seen", "currently_connected"))
        .containsExactly(3L, 2L);
  }

  @Test
  void The_catalogue_has_every_type_and_the_tables_have_sizes() {
    assertThat(api.json("/api/grafana/event-types")).hasSize(115);
    assertThat(api.json("/api/grafana/event-types?group=failures")).hasSize(27);
    assertThat(api.get("/api/grafana/event-types?group=nonsense").status()).isEqualTo(400);
    List<String> names = new ArrayList<>();
    api.json("/api/grafana/db-stats").get("tables").forEach(table -> {
      names.add(table.get("table_name").stringValue());
      assertThat(table.get("total_bytes").asLong()).isGreaterThanOrEqualTo(table.get("table_bytes").asLong());
    });
    assertThat(names).contains("event", "node_count", "network_count", "session").doesNotHaveDuplicates();
  }

  @Test
  void What_cannot_be_honoured_is_refused_and_what_is_covered_is_said() {
    for (String path : List.of("stats", "timeseries", "network-health", "failure-rates", "failure-reasons",
        "sync-timeline", "connections-timeline")) {
      assertThat(api.get("/api/grafana/" + path).json().get("parameter").stringValue()).isEqualTo("start");
      assertThat(
          api.get("/api/grafana/" + path + "?start=2026-11-20T10:00:00Z&end=2026-11-20T10:00:00Z").status())
          .isEqualTo(400);
      assertThat(api.get("/api/grafana/" + path + RANGE + "&event_type=1").status()).isEqualTo(400);
    }
    for (String wrong : List.of("&interval=fast", "&group_by=service", "&core=-1", "&core=70000", "&node=abc",
        "&event_types=Nonsense")) {
      assertThat(api.get("/api/grafana/timeseries" + RANGE + wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(api.get("/api/grafana/timeseries?start=1970-01-01T00:00:00Z&interval=1h").status())
        .isEqualTo(400);
    Api.Answer answer = api
        .get("/api/grafana/timeseries?start=2026-11-20T10:00:10Z&end=2026-11-20T10:00:50Z&interval=7s");
    assertThat(answer.header("Tart-Range")).isEqualTo("2026-11-20T10:00:00Z/2026-11-20T10:01:00Z");
    assertThat(answer.header("Tart-Resolution-Seconds")).isEqualTo("30");
    assertThat(answer.header("Tart-Complete-Since")).isEmpty();
    assertThat(api.get("/api/grafana/timeseries?start=2025-12-31T00:00:00Z&interval=1h")
        .header("Tart-Complete-Since"))
        .isEqualTo("2026-01-01T00:00:00Z");
  }

  private List<String> series(String parameters) {
    List<String> points = new ArrayList<>();
    api.json("/api/grafana/timeseries" + RANGE + parameters).forEach(point -> {
      String key = point.has("event_type")
          ? point.get("event_type").toString()
          : point.has("core") ? point.get("core").toString() : point.get("node_id").stringValue();
      points.add(
          point.get("ts").stringValue().substring(11, 19) + " " + key + " " + point.get("count").asLong());
    });
    return points;
  }

  private static List<Long> longs(JsonNode node, String... names) {
    List<Long> values = new ArrayList<>();
    for (String name : names) {
      values.add(node.get(name).asLong());
    }
    return values;
  }
}
