package org.jamtart.query.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** What an existing load test asks for, and the keys that existing dashboards read, of an empty network and of one node. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BenchContractIT {

  private static final List<String> POLLED = List.of("/api/health", "/api/health/detailed",
      "/api/metrics/live",
      "/api/metrics/realtime?seconds=60", "/api/stats", "/api/workpackages/active", "/api/blocks",
      "/api/cores/status", "/api/events/search?event_types=43,44,45,46,47,11,12&limit=500",
      "/api/analytics/failure-rates", "/api/analytics/network-health", "/api/metrics/timeseries",
      "/api/analytics/block-propagation", "/api/workpackages", "/api/guarantees", "/api/da/stats",
      "/api/guarantees/by-guarantor", "/api/nodes");

  private final Rows rows;
  private final Api api;

  BenchContractIT(TestScope scope) {
    rows = new Rows(scope.database());
    api = Api.start(scope);
  }

  @Test
  @Order(1)
  void Every_path_answers_for_a_network_of_nobody() {
    for (String path : POLLED) {
      Api.Answer answer = api.get(path);
      boolean health = path.startsWith("/api/health");
      assertThat(health || answer.status() == 200).as(path + ": " + answer.http().body()).isTrue();
    }
    assertThat(api.get("/api/cores/0/metrics").status()).isEqualTo(404);
  }

  @Test
  @Order(2)
  void The_paths_of_a_core_answer_for_one_node() {
    Instant now = Instant.now();
    rows.gateway(new UUID(1, 1), "g", now, now.plusSeconds(600), null);
    rows.node(1, now);
    rows.session(1, 1, new UUID(1, 1), now, now);
    for (String path : List.of("validators", "metrics", "bottlenecks", "guarantors/enhanced",
        "work-packages")) {
      assertThat(api.get("/api/cores/0/" + path).status()).as(path).isEqualTo(200);
    }
    for (String path : POLLED) {
      if (!path.startsWith("/api/health")) {
        assertThat(api.get(path).status()).as(path).isEqualTo(200);
      }
    }
  }

  @Test
  @Order(3)
  void The_dashboards_find_their_keys_with_their_types() {
    integers(api.json("/api/metrics/live"), "active_nodes");
    JsonNode live = api.json("/api/metrics/live");
    for (String window : List.of("last_10s", "last_1m")) {
      integers(live.get(window), "events", "blocks", "finalized");
      numbers(live.get(window), "events_per_second", "blocks_per_second");
    }
    JsonNode cores = api.json("/api/cores/status");
    assertThat(cores.get("cores")).hasSize(341);
    cores.get("cores").forEach(core -> {
      integers(core, "core_index", "active_work_packages", "work_packages_last_hour", "guarantees_last_hour",
          "gas_used", "da_load", "active_blocks", "window_blocks", "last_active_slot");
      numbers(core, "utilization_pct");
      assertThat(core.get("status").stringValue()).isIn("active", "idle", "stale");
    });
    integers(cores.get("summary"), "total_cores", "active_cores", "idle_cores", "stale_cores");
    integers(api.json("/api/workpackages").get("totals"), "submissions", "being_shared", "failed",
        "duplicates",
        "received", "refined", "work_reports_built", "guarantees_built");
    JsonNode guarantees = api.json("/api/guarantees");
    integers(guarantees.get("totals"), "built", "sending", "send_failed", "sent", "distributed", "receiving",
        "receive_failed", "received", "discarded");
    assertThat(guarantees.get("success_rates").get("send_success_rate").stringValue()).isEqualTo("100.00%");
    assertThat(guarantees.get("success_rates").get("receive_success_rate").stringValue())
        .isEqualTo("100.00%");
    integers(api.json("/api/blocks").get("totals"), "authored", "verified", "executed");
    integers(api.json("/api/blocks").get("chain"), "best_slot", "finalized_slot");
    JsonNode health = api.json("/api/analytics/network-health");
    numbers(health, "health_score");
    assertThat(health.get("components")).hasSize(5);
    assertThat(health.get("alerts").get(0).get("severity").stringValue()).isEqualTo("critical");
    numbers(api.json("/api/da/stats").get("aggregate"), "total_shards", "total_shard_size_bytes",
        "total_preimages",
        "total_preimages_size_bytes", "average_shards_per_node", "node_count");
    numbers(api.json("/api/cores/0/metrics"), "throughput_per_second", "processing_efficiency_pct",
        "accumulate_efficiency_pct", "work_packages_processed_24h");
    numbers(api.json("/api/cores/0/bottlenecks").get("stats"), "bottleneck_count", "failure_rate",
        "total_events",
        "total_failures");
    for (String metric : List.of("throughput", "events", "blocks")) {
      JsonNode series = api.json("/api/metrics/timeseries?duration=1&interval=1&metric=" + metric);
      assertThat(series.get("data").size()).isGreaterThanOrEqualTo(60);
      assertThat(series.get("data").get(0).get("timestamp").isString()).isTrue();
    }
  }

  private static void integers(JsonNode node, String... keys) {
    for (String key : keys) {
      assertThat(node.get(key)).as(key).isNotNull();
      assertThat(node.get(key).isIntegralNumber()).as(key).isTrue();
    }
  }

  private static void numbers(JsonNode node, String... keys) {
    for (String key : keys) {
      assertThat(node.get(key)).as(key).isNotNull();
      assertThat(node.get(key).isNumber()).as(key).isTrue();
    }
  }
}
