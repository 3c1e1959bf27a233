package org.jamtart.query.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Percentiles against samples that the test sorts itself, and who carries the load of data availability. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class LatencyIT {

  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final String RANGE = "?start=2026-11-20T10:00:00Z&end=2026-11-20T10:10:00Z";
  private static final String[] PERCENTILES = {"50", "75", "95", "99", "100"};
  private static final Map<String, Map<String, Integer>> FLOWS = Map.of("shard",
      Map.of("assurer", 1, "guarantor", 2), "bundle",
      Map.of("shard_req", 3, "shard_resp", 4, "full_req", 5, "full_resp", 6, "reconstruct", 7, "e2e", 8),
      "segment",
      Map.of("shard_req", 9, "shard_resp", 10, "full_req", 11, "full_resp", 12, "reconstruct", 13),
      "preimage",
      Map.of("req", 14, "resp", 15));

  private final Api api;
  private final Samples samples;
  private final Instant now = Instant.now();

  LatencyIT(TestScope scope) {
    var rows = new Rows(scope.database());
    samples = new Samples(rows);
    samples.partitions();
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", now.minusSeconds(3600), now.plusSeconds(3600), null);
    for (int node = 1; node <= 3; node++) {
      rows.node(node, now);
      rows.session(node, node, gateway, now.minusSeconds(60), now);
    }
    var random = new Random(11);
    for (int i = 0; i < 600; i++) {
      int flow = 1 + random.nextInt(15);
      samples.add(T.plusMillis(random.nextLong(600_000)), 1 + random.nextInt(3), flow,
          random.nextLong(1L << (8 + random.nextInt(21))), i % 9 == 0 && flow != 7 && flow != 8);
    }
    for (String table : List.of("node_count_30s", "node_count_1m", "node_count_1h")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    // Node 3 is the busiest and has no status; what is no matter of availability, or of another time, is no load.
    int[] types = {120, 121, 122, 123, 124, 125, 190, 191, 192, 11};
    List<String> counts = new ArrayList<>();
    for (int node = 1; node <= 3; node++) {
      for (int i = 0; i < types.length; i++) {
        for (int tier = 1; tier <= 3; tier++) {
          counts.add("(%d, '%s', %d, %d, -1, '', %d)".formatted(tier, tier == 3 ? T : T.plusSeconds(120),
              node, types[i],
              10L * node + i));
        }
        counts.add("(2, '%s', %d, 120, -1, '', 1000)".formatted(T.minusSeconds(60 * (i + 1)), node));
      }
    }
    rows.execute("insert into node_count values " + String.join(", ", counts));
    var status = new Status(1, 2, 3, 4, ByteString.of(new byte[341]), 4_000_000_000L, 6, 7, 8);
    rows.update("insert into node_latest values (1, 10, ?, 1, 1, null, ?)", now,
        Events.encode(status, new Protocol(1, 341)));
    samples.unpaired(T.plusSeconds(60), 2, 1);
    samples.write();
    api = Api.start(scope);
  }

  @Test
  void Percentiles_over_time_are_those_of_all_samples_together() {
    FLOWS.forEach((family, flows) -> {
      for (String minutes : List.of("1", "5")) {
        Duration interval = Duration.ofMinutes(Long.parseLong(minutes));
        JsonNode points = api
            .json("/api/grafana/" + family + "-latency" + RANGE + "&interval=" + minutes + "m");
        assertThat(points).hasSize(10 / Integer.parseInt(minutes));
        points.forEach(point -> check(point, flows, interval, null));
      }
      JsonNode hour = api
          .json("/api/grafana/" + family
              + "-latency?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z&interval=1h");
      assertThat(hour).hasSize(1);
      check(hour.get(0), flows, Duration.ofHours(1), null);
      api.json(
          "/api/grafana/" + family + "-latency" + RANGE + "&interval=5m&node=" + Fixtures.peerId(2).toHex())
          .forEach(point -> check(point, flows, Duration.ofMinutes(5), 2));
    });
  }

  private void check(JsonNode point, Map<String, Integer> flows, Duration interval, @Nullable Integer node) {
    Instant from = Instant.parse(point.get("ts").stringValue());
    Instant to = from.plus(interval);
    flows.forEach((name, flow) -> {
      for (String percent : PERCENTILES) {
        @Nullable
        JsonNode value = point.get(name + "_p" + percent);
        assertThat(value == null ? null : value.asLong()).as("%s p%s at %s", name, percent, from)
            .isEqualTo(samples.percentile(Integer.parseInt(percent), from, to, flow, node));
      }
      assertThat(point.get(name + "_samples").asLong()).isEqualTo(samples.in(from, to, flow, node).length);
    });
  }

  @Test
  void Failures_and_ends_without_a_beginning_are_counted_and_the_last_edge_is_said() {
    long failed = 0;
    long unpaired = 0;
    for (String family : FLOWS.keySet()) {
      for (JsonNode point : api.json("/api/grafana/" + family + "-latency" + RANGE)) {
        failed += point.get("failed_count").asLong();
        unpaired += point.get("unpaired_count").asLong();
        assertThat(point.get("saturates_at_ms").asLong()).isEqualTo(family.equals("shard") ? 5_000 : 120_000);
      }
    }
    var random = new Random(11);
    long expected = 0;
    for (int i = 0; i < 600; i++) {
      int flow = 1 + random.nextInt(15);
      random.nextLong(600_000);
      random.nextInt(3);
      random.nextLong(1L << (8 + random.nextInt(21)));
      expected += i % 9 == 0 && flow != 7 && flow != 8 ? 1 : 0;
    }
    assertThat(failed).isEqualTo(expected).isPositive();
    assertThat(unpaired).isEqualTo(1);
  }

  @Test
  void The_busiest_node_comes_first_with_exact_averages() {
    JsonNode stats = api.json("/api/grafana/da-stats" + RANGE);
    assertThat(stats).hasSize(3);
    Instant to = T.plusSeconds(600);
    for (int i = 0; i < 3; i++) {
      int node = 3 - i;
      JsonNode each = stats.get(i);
      assertThat(each.get("node_id").stringValue()).isEqualTo(Fixtures.peerId(node).toHex());
      List<Long> counts = new ArrayList<>();
      for (String key : List.of("shard_requests_sent", "shard_requests_received", "shard_failures",
          "shard_sent_confirmed", "shard_received_confirmed", "shards_transferred", "preimage_ann_failures",
          "preimages_announced", "preimages_forgotten")) {
        counts.add(each.get(key).asLong() - 10L * node);
      }
      assertThat(counts).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
      for (var side : Map.of("assurer", 1, "guarantor", 2).entrySet()) {
        assertThat(each.get(side.getKey() + "_avg_latency_ms").asDouble())
            .isCloseTo(samples.averages(T, to, side.getValue()).getOrDefault(node, -1.0), within(1e-6));
        assertThat(each.get(side.getKey() + "_latency_samples").asLong())
            .isEqualTo(samples.in(T, to, side.getValue(), node).length);
      }
      assertThat(each.get("active_shards").asLong()).isEqualTo(node == 1 ? 4_000_000_000L : 0);
    }
    List<String> walked = new ArrayList<>();
    String path = "/api/grafana/da-stats" + RANGE + "&limit=2";
    while (!path.isEmpty()) {
      Api.Answer answer = api.get(path);
      answer.json().forEach(each -> walked.add(each.get("node_id").stringValue()));
      String link = answer.header("Link");
      path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }
    assertThat(walked).containsExactly(Fixtures.peerId(3).toHex(), Fixtures.peerId(2).toHex(),
        Fixtures.peerId(1).toHex());
    JsonNode one = api.json("/api/grafana/da-stats" + RANGE + "&node=" + Fixtures.peerId(2).toHex());
    assertThat(one).hasSize(1);
    assertThat(one.get(0)).isEqualTo(stats.get(1));
    assertThat(api.json("/api/grafana/da-stats?start=2026-11-20T12:00:00Z&end=2026-11-20T13:00:00Z"))
        .isEmpty();
  }

  @Test
  void What_is_covered_is_said_and_what_cannot_be_honoured_is_refused() {
    for (String path : List.of("shard-latency", "bundle-latency", "segment-latency", "preimage-latency",
        "da-stats")) {
      assertThat(api.get("/api/grafana/" + path).json().get("parameter").stringValue()).isEqualTo("start");
      assertThat(api.get("/api/grafana/" + path + RANGE + "&core=1").status()).isEqualTo(400);
      assertThat(api.get("/api/grafana/" + path + RANGE + "&node=12").status()).isEqualTo(400);
      assertThat(api.json("/api/grafana/" + path + "?start=2026-11-21T10:00:00Z&end=2026-11-21T10:10:00Z"))
          .isEmpty();
    }
    Api.Answer answer = api
        .get("/api/grafana/shard-latency?start=2026-11-20T10:00:10Z&end=2026-11-20T10:00:50Z&interval=6s");
    assertThat(answer.header("Tart-Range")).isEqualTo("2026-11-20T10:00:00Z/2026-11-20T10:01:00Z");
    assertThat(answer.header("Tart-Resolution-Seconds")).isEqualTo("60");
    assertThat(api.get("/api/grafana/bundle-latency" + RANGE + "&interval=fast").status()).isEqualTo(400);
  }
}
