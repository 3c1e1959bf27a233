package org.jamtart.query.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Clocks, states and status reports of single nodes, by value. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NodeFiguresIT {

  private static final String ONE = Fixtures.peerId(1).toHex();
  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");

  private final Api api;
  /** The hour in which the counts were made; it may be over when they are asked for. */
  private final Instant hour;

  NodeFiguresIT(TestScope scope) {
    var rows = new Rows(scope.database());
    Instant now = Instant.now();
    for (String table : new String[]{"node_clock", "node_status", "network_status_1m", "network_status_1h"}) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", now.minusSeconds(3600), now.plusSeconds(3600), null);
    for (int node = 1; node <= 3; node++) {
      rows.node(node, now);
      rows.session(node, node, gateway, now.minusSeconds(60), now);
    }
    clock(rows, T, 1, 2_000, 9_000, false);
    clock(rows, T.plusSeconds(600), 1, 1_500, 4_000, false);
    clock(rows, T, 2, -29_998_500, 0, false);
    clock(rows, T, 3, Long.MAX_VALUE, Long.MIN_VALUE, true);
    rows.nodeTotal(1, 11, 5, 0, 0, 0, BigDecimal.ZERO);
    rows.nodeTotal(1, 13, 9, 0, 0, 0, BigDecimal.ZERO);
    latest(rows, 1, 11, T, 77L, block(11, 77, 5));
    latest(rows, 1, 12, T.plusSeconds(2), 70L, block(12, 70, 6));
    latest(rows, 1, 13, T.plusSeconds(1), null, new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 13, 1});
    status(rows, T, 1, 2, 10, 4, 6);
    status(rows, T.plusSeconds(60), 1, 1, 9, 9, 9);
    status(rows, T, 2, 1, 20, 20, 20);
    rows.execute(
        "insert into network_status select 3, date_trunc('hour', bucket), partition, sum(reports), sum(peers_sum), "
            + "min(peers_min), max(peers_max), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, max(shards_size_max), 0, 0, 0, 0, sum(cores), "
            + "sum(guarantees_sum), 0, max(guarantees_max), 7 from network_status group by 1, 2, 3");
    rows.partitionsAround(T);
    rows.events(List.of(report(T, 1, 1, 4, -1), report(T.plusSeconds(2), 1, 2, 9, 5),
        report(T.plusSeconds(3), 2, 1, 7, 6),
        Rows.Event.of(T.plusSeconds(4), 2, 2, 2, 11, block(11, 77, 5))));
    for (String table : List.of("node_count_30s", "node_count_1m", "node_count_1h", "node_activity_30s",
        "node_activity_1m",
        "node_activity_1h")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    this.hour = now.truncatedTo(ChronoUnit.HOURS);
    counted(rows, 3, hour.minus(Duration.ofHours(30)), 94, 1, 99);
    counted(rows, 3, hour.minus(Duration.ofHours(2)), 94, 5, 3);
    counted(rows, 3, hour.minus(Duration.ofHours(1)), 94, 5, 1);
    counted(rows, 3, hour.minus(Duration.ofHours(1)), 94, 9, 4);
    counted(rows, 3, hour.minus(Duration.ofHours(1)), 94, 2, 5);
    counted(rows, 3, hour.minus(Duration.ofHours(1)), 105, -1, 6);
    counted(rows, 3, hour.minus(Duration.ofHours(2)), 105, 9, 2);
    counted(rows, 1, hour.minus(Duration.ofSeconds(90)), 105, -1, 6);
    counted(rows, 3, hour.minus(Duration.ofHours(3)), 82, -1, 2);
    counted(rows, 3, hour.minus(Duration.ofHours(3)), 80, -1, 3);
    counted(rows, 1, T, 10, -1, 2);
    counted(rows, 1, T, 92, 3, 1);
    api = Api.start(scope);
  }

  private static void clock(Rows rows, Instant at, int node, long least, long most, boolean implausible) {
    rows.update("insert into node_clock values (?, ?, ?, ?, ?)", at, node, least, most, implausible);
  }

  private static void latest(Rows rows, int node, int type, Instant at, @Nullable Long slot, byte[] bytes) {
    rows.update("insert into node_latest values (?, ?, ?, ?, 1, ?, ?)", node, (short) type, at, (long) node,
        slot, bytes);
  }

  private static byte[] block(int type, int slot, int hash) {
    return ByteBuffer.allocate(45)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0)
        .put((byte) type)
        .putInt(slot)
        .put(Fixtures.peerId(hash).toByteArray())
        .array();
  }

  private static void status(Rows rows, Instant at, int node, long reports, long sum, long least, long most) {
    String figures = "?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 18446744073709551615, 0, 0, 0, 0, 341, 682, 0, 5, 7";
    rows.update("insert into node_status values (?, ?, " + figures + ")", at, node, reports,
        BigDecimal.valueOf(sum), least, most);
    rows.update("insert into network_status values (2, ?, ?, " + figures + ")", at, node, reports,
        BigDecimal.valueOf(sum), least, most);
  }

  @Test
  void A_clock_that_is_ahead_is_seen_against_the_gateway_and_against_the_others() {
    JsonNode page = api.json("/api/nodes/clock?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z");
    JsonNode nodes = page.get("nodes");
    assertThat(nodes).hasSize(3);
    assertThat(nodes.get(0).get("offset_ms").asDouble()).isEqualTo(-1.5);
    assertThat(nodes.get(0).get("delay_max_ms").asDouble()).isEqualTo(9.0);
    assertThat(nodes.get(1).get("offset_ms").asDouble()).isEqualTo(29_998.5);
    double median = (1_500 - 29_998_500) / 2.0 / 1_000;
    assertThat(nodes.get(1).get("relative_offset_ms").asDouble()).isEqualTo(median + 29_998.5);
    assertThat(nodes.get(2).has("offset_ms")).isFalse();
    assertThat(nodes.get(2).get("implausible").asBoolean()).isTrue();
    assertThat(api.json("/api/nodes/clock?start=2026-11-21T10:00:00Z&end=2026-11-21T11:00:00Z").get("nodes"))
        .isEmpty();
    JsonNode first = api.json("/api/nodes/clock?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z&limit=2");
    JsonNode second = api
        .json("/api/nodes/clock?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z&limit=2&cursor="
            + first.get("next").stringValue());
    assertThat(second.get("nodes").get(0)).isEqualTo(nodes.get(2));
  }

  @Test
  void A_node_s_status_is_what_it_said_last() {
    JsonNode status = api.json("/api/nodes/" + ONE + "/status");
    JsonNode chain = status.get("chain_status");
    assertThat(chain.get("best_slot").asLong()).isEqualTo(77);
    assertThat(chain.get("best_hash").stringValue()).isEqualTo("0x" + Fixtures.peerId(5).toHex());
    assertThat(chain.get("finalized_slot").asLong()).isEqualTo(70);
    assertThat(chain.get("synced").asBoolean()).isTrue();
    assertThat(chain.get("best_block_events").asLong()).isEqualTo(5);
    assertThat(chain.get("last_updated").stringValue()).isEqualTo("2026-11-20T10:00:02.000000Z");
    assertThat(status.has("latest_status")).isFalse();
    assertThat(status.get("event_breakdown").get(0).get("event_type").asInt()).isEqualTo(13);
    assertThat(api.json("/api/nodes/" + Fixtures.peerId(2).toHex() + "/status")
        .get("chain_status")
        .get("best_slot")
        .asLong())
        .isZero();
    assertThat(api.get("/api/nodes/" + Fixtures.peerId(9).toHex() + "/status").status()).isEqualTo(404);
  }

  @Test
  void Status_reports_are_averaged_over_reports() {
    String range = "?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z";
    JsonNode of = api.json("/api/grafana/node-stats-aggregate" + range + "&node=" + ONE);
    assertThat(of).hasSize(2);
    assertThat(of.get(0).get("node_id").stringValue()).isEqualTo(ONE);
    assertThat(of.get(0).get("avg_peers").asDouble()).isEqualTo(5.0);
    assertThat(of.get(0).get("min_peers").asLong()).isEqualTo(4);
    assertThat(of.get(0).get("avg_guarantees").asDouble()).isEqualTo(2.0);
    assertThat(of.get(0).get("max_shards_size").bigIntegerValue().toString())
        .isEqualTo("18446744073709551615");
    JsonNode minutes = api.json("/api/grafana/node-stats-aggregate" + range);
    assertThat(minutes).hasSize(2);
    assertThat(minutes.get(0).get("avg_peers").asDouble()).isEqualTo(10.0);
    assertThat(minutes.get(0).get("min_peers").asLong()).isEqualTo(4);
    JsonNode all = api.json("/api/grafana/node-stats-aggregate" + range + "&interval=1h");
    assertThat(all).hasSize(1);
    assertThat(all.get(0).has("node_id")).isFalse();
    assertThat(all.get(0).get("avg_peers").asDouble()).isEqualTo(39.0 / 4);
    assertThat(all.get(0).get("max_peers").asLong()).isEqualTo(20);
    assertThat(all.get(0).get("status_count").asLong()).isEqualTo(4);
    // Half an hour is read from its minutes, though there is a row of the whole.
    JsonNode half = api.json("/api/grafana/node-stats-aggregate?start=2026-11-20T10:01:00Z&end="
        + "2026-11-20T10:31:00Z&interval=1h");
    assertThat(half).hasSize(1);
    assertThat(half.get(0).get("avg_peers").asDouble()).isEqualTo(9.0);
  }

  private static Rows.Event report(Instant at, int node, long seq, int peers, long shardsSize) {
    byte[] guarantees = new byte[341];
    guarantees[3] = (byte) peers;
    return Rows.Event.of(at, node, seq, node, 10,
        Events.encode(new StatusEvent.Status(0, peers, 3, 2, ByteString.of(guarantees), 8, shardsSize, 6, 7),
            new Protocol(1, 341)));
  }

  private static void counted(Rows rows, int tier, Instant bucket, int type, int core, long events) {
    rows.update("insert into node_count values (?, ?, 1, ?, ?, '', ?)", (short) tier, bucket, (short) type,
        core,
        events);
  }

  @Test
  void The_enhanced_status_says_what_a_node_works_on() {
    JsonNode status = api.json("/api/nodes/" + ONE + "/status/enhanced");
    assertThat(status.get("node_id").stringValue()).isEqualTo(ONE);
    assertThat(status.has("node")).isFalse();
    assertThat(status.get("chain_status").get("best_slot").asLong()).isEqualTo(77);
    assertThat(status.get("assigned_core").intValue()).isEqualTo(2);
    assertThat(status.get("cores_active").toString()).isEqualTo("[2,5,9]");
    JsonNode guarantees = status.get("guarantee_activity");
    assertThat(guarantees.get("guarantees_built").intValue()).isEqualTo(8);
    assertThat(guarantees.get("guarantees_signed").intValue()).isEqualTo(8);
    assertThat(guarantees.get("primary_core").intValue()).isEqualTo(9);
    assertThat(Instant.parse(guarantees.get("last_guarantee_at").stringValue()))
        .isEqualTo(hour.minusSeconds(90));
    JsonNode tickets = status.get("ticket_activity");
    assertThat(tickets.get("tickets_generated").intValue()).isEqualTo(3);
    assertThat(tickets.get("tickets_sealed").intValue()).isEqualTo(2);
    assertThat(Instant.parse(tickets.get("last_ticket_at").stringValue()))
        .isEqualTo(hour.minusSeconds(3 * 3600));
    JsonNode idle = api.json("/api/nodes/" + Fixtures.peerId(2).toHex() + "/status/enhanced");
    assertThat(idle.has("assigned_core")).isFalse();
    assertThat(idle.get("cores_active")).isEmpty();
    assertThat(idle.get("guarantee_activity").get("guarantees_built").intValue()).isZero();
    assertThat(api.get("/api/nodes/" + Fixtures.peerId(9).toHex() + "/status/enhanced").status())
        .isEqualTo(404);
  }

  @Test
  void A_timeline_has_the_events_of_some_categories_and_the_counts_of_all() {
    JsonNode all = api.json("/api/nodes/" + ONE + "/timeline");
    assertThat(all.get("event_count").intValue()).isEqualTo(2);
    assertThat(all.get("category_counts").toString()).isEqualTo("[{\"category\":\"status\",\"count\":14}]");
    assertThat(all.get("events").get(0).get("category").stringValue()).isEqualTo("status");
    assertThat(all.get("time_range").get("start").stringValue()).isEqualTo("2026-11-20T10:00:00.000000Z");
    assertThat(all.get("time_range").get("end").stringValue()).isEqualTo("2026-11-20T10:00:02.000000Z");
    String range = "/timeline?start_time=2026-11-20T10:00:00Z&end_time=2026-11-20T10:00:02Z";
    JsonNode part = api.json("/api/nodes/" + ONE + range + "&categories=connection,workPackage");
    assertThat(part.get("events")).isEmpty();
    assertThat(part.get("category_counts").toString()).isEqualTo(
        "[{\"category\":\"status\",\"count\":2},{\"category\":\"workPackage\",\"count\":1}]");
    assertThat(part.get("counted").get("end").stringValue()).isEqualTo("2026-11-20T10:00:30.000000Z");
    assertThat(api.json("/api/nodes/" + ONE + range + "&categories=status").get("events")).hasSize(1);
    assertThat(api.json("/api/nodes/" + ONE + "/timeline?limit=1").get("has_more").booleanValue()).isTrue();
    assertThat(api.get("/api/nodes/" + ONE + "/timeline?categories=nonsense").status()).isEqualTo(400);
    assertThat(api.get("/api/nodes/" + Fixtures.peerId(9).toHex() + "/timeline").status()).isEqualTo(404);
  }

  @Test
  void Status_reports_come_one_by_one_newest_first() {
    String range = "?start=2026-11-20T10:00:00Z&end=2026-11-20T10:00:04Z";
    JsonNode all = api.json("/api/grafana/node-stats" + range);
    assertThat(all).hasSize(3);
    assertThat(all.get(0).get("num_peers").intValue()).isEqualTo(7);
    JsonNode first = all.get(2);
    assertThat(first.get("timestamp").stringValue()).isEqualTo("2026-11-20T10:00:00.000000Z");
    assertThat(first.get("node_id").stringValue()).isEqualTo(ONE);
    assertThat(first.get("shards_size").bigIntegerValue().toString()).isEqualTo("18446744073709551615");
    assertThat(first.get("num_sync_peers").intValue()).isEqualTo(2);
    assertThat(first.get("preimages_size").intValue()).isEqualTo(7);
    assertThat(first.get("max_guarantees").intValue()).isEqualTo(4);
    assertThat(first.get("min_guarantees").intValue()).isZero();
    assertThat(first.get("avg_guarantees").doubleValue()).isEqualTo(4 / 341.0);
    assertThat(first.get("zero_guarantee_cores").intValue()).isEqualTo(340);
    assertThat(api.json("/api/grafana/node-stats" + range + "&node=" + ONE)).hasSize(2);
    Api.Answer page = api.get("/api/grafana/node-stats" + range + "&limit=2");
    String next = page.header("Link").replaceAll("<(.*)>.*", "$1");
    assertThat(api.json(next)).hasSize(1);
    assertThat(api.json("/api/grafana/node-stats?start=2026-11-21T00:00:00Z")).isEmpty();
    assertThat(api.get("/api/grafana/node-stats?start=2026-11-01T00:00:00Z").header("Tart-Complete-Since"))
        .isEqualTo("2026-11-19T00:00:00Z");
    assertThat(api.get("/api/grafana/node-stats").status()).isEqualTo(400);
    assertThat(api.get("/api/grafana/node-stats" + range + "&node=12").status()).isEqualTo(400);
  }

  @Test
  void The_nodes_come_as_an_array() {
    JsonNode nodes = api.json("/api/grafana/nodes");
    assertThat(nodes).hasSize(3);
    nodes.forEach(node -> assertThat(node.get("is_connected").asBoolean()).isTrue());
    assertThat(api.get("/api/grafana/nodes?limit=2").header("Link")).contains("cursor=");
  }
}
