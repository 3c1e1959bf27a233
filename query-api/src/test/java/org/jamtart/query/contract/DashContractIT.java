package org.jamtart.query.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The keys that an existing terminal client reads, with the types without which it shows nothing. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DashContractIT {

  private final Api api;

  DashContractIT(TestScope scope) {
    Instant now = Instant.now();
    var rows = new Rows(scope.database());
    rows.partitionsAround(now);
    rows.gateway(new UUID(1, 1), "g", now, now, null);
    rows.node(1, now);
    rows.session(1, 1, new UUID(1, 1), now, now);
    rows.node(2, "gone", now, null);
    rows.nodeTotal(1, 10, 3, 0, 0, 0, BigDecimal.ZERO);
    rows.events(
        List.of(Rows.Event.of(now, 1, 0, 1, 10, new byte[10]), Rows.Event.of(now, 1, 1, 1, 255, new byte[10]),
            new Rows.Event(now, 1, 2, null, now, null, null, 1, null, 0, false, null, new byte[10])));
    api = Api.start(scope);
  }

  @Test
  void the_dashboard_reads_health() {
    JsonNode health = api.get("/api/health/detailed").json();
    assertThat(health.get("status").stringValue()).isIn("Healthy", "Degraded", "Unhealthy");
    assertThat(health.get("version").isString()).isTrue();
    assertThat(health.get("uptime_seconds").isIntegralNumber()).isTrue();
    assertThat(health.get("database_size_bytes").isIntegralNumber()).isTrue();
    assertThat(health.get("components").propertyNames()).contains("database", "log", "persister", "gateways",
        "gaps");
    health.get("components").forEach(component -> {
      assertThat(component.get("name").isString()).isTrue();
      assertThat(component.get("status").stringValue()).isIn("Healthy", "Degraded", "Unhealthy");
      assertThat(component.get("message").isString()).isTrue();
      assertThat(component.get("last_check").isString()).isTrue();
      assertThat(component.get("metrics").isObject()).isTrue();
    });
  }

  @Test
  void the_dashboard_reads_stats() {
    JsonNode stats = api.json("/api/stats");
    for (String key : List.of("total_blocks_authored", "best_block", "finalized_block")) {
      assertThat(stats.get(key).isIntegralNumber()).as(key).isTrue();
      assertThat(stats.get(key).longValue()).as(key).isNotNegative();
    }
  }

  @Test
  void the_dashboard_reads_nodes() {
    JsonNode nodes = api.json("/api/nodes").get("nodes");
    assertThat(nodes).hasSize(2);
    nodes.forEach(node -> {
      for (String key : List.of("node_id", "implementation_name", "implementation_version", "last_seen_at",
          "connected_at")) {
        assertThat(node.get(key).isString()).as(key).isTrue();
      }
      assertThat(node.get("event_count").isIntegralNumber()).isTrue();
      assertThat(node.get("is_connected").isBoolean()).isTrue();
      assertThat(!node.has("disconnected_at") || node.get("disconnected_at").isString()).isTrue();
    });
  }

  @Test
  void the_dashboard_reads_events() {
    JsonNode events = api.json("/api/events?limit=50").get("events");
    assertThat(events).hasSize(3);
    events.forEach(event -> {
      assertThat(event.get("event_id").isIntegralNumber()).isTrue();
      assertThat(event.get("event_id").bigIntegerValue().signum()).isNotNegative();
      assertThat(event.get("event_type").intValue()).isBetween(0, 255);
      for (String key : List.of("node_id", "timestamp", "node_name", "node_version")) {
        assertThat(event.get(key).isString()).as(key).isTrue();
      }
      assertThat(OffsetDateTime.parse(event.get("timestamp").stringValue())).isNotNull();
    });
  }
}
