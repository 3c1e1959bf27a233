package org.jamtart.query.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Who is connected to whom, by value, against rows that the test wrote. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class PeersIT {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private static final Instant HOUR = NOW.truncatedTo(ChronoUnit.HOURS);
  private static final Instant T = NOW.minusSeconds(600);
  private static final String ONE = Fixtures.peerId(1).toHex();
  private static final String TWO = Fixtures.peerId(2).toHex();

  private final Rows rows;
  private final Api api;

  PeersIT(TestScope scope) {
    rows = new Rows(scope.database());
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", NOW.minusSeconds(7200), NOW.plusSeconds(3600), null);
    for (int node = 1; node <= 3; node++) {
      rows.node(node, NOW);
      rows.session(node, node, gateway, NOW.minusSeconds(3600), NOW);
    }
    for (String table : List.of("peer_count", "node_status", "network_count_1m")) {
      rows.execute("create table " + table + "_all partition of " + table + " for values from ('"
          + HOUR.minus(Duration.ofHours(5)) + "') to ('" + HOUR.plus(Duration.ofDays(1)) + "')");
    }
    // Node 1: connected in by 2 after an end, out to 40 with an old failure, lost 41, never reached 42, accused 43.
    state(1, 2, 26, T, 1, null, null);
    state(1, 2, 27, T.plusSeconds(1), 1, 1, "restart");
    state(1, 2, 23, T.plusSeconds(2), 1, null, null);
    state(1, 2, 60, T.plusSeconds(3), 1, 0, null);
    state(1, 40, 25, T.minusSeconds(10), 1, null, "refused");
    state(1, 40, 26, T, 9, null, null);
    state(1, 40, 60, T.plusSeconds(1), 9, 0, null);
    state(1, 40, 61, T.plusSeconds(2), 9, 1, "bye");
    state(1, 41, 23, T, 1, null, null);
    state(1, 41, 60, T.plusSeconds(1), 1, 1, null);
    state(1, 41, 27, T.plusSeconds(5), 1, null, "idle timeout");
    state(1, 42, 25, T, 1, null, "no route\uFFFD");
    state(1, 43, 28, T, 1, null, "lies");
    // A tie of times is decided by the session and the ordinal.
    state(2, 1, 27, T, 2, 0, "bye");
    rows.update("update node_peer set seq = 5 where node = 2 and type = 27");
    state(2, 1, 26, T, 2, null, null);
    count(HOUR, 1, 2, 62, 7, T);
    count(HOUR.minus(Duration.ofHours(1)), 1, 2, 62, 5, T);
    count(HOUR.minus(Duration.ofHours(3)), 1, 2, 62, 100, T);
    count(HOUR, 1, 40, 62, 20, T.plusSeconds(9));
    count(HOUR, 2, 1, 62, 3, T);
    count(HOUR, 1, 2, 84, 4, T);
    count(HOUR, 1, 2, 68, 2, T);
    count(HOUR, 1, 40, 68, 1, T.plusSeconds(4));
    count(HOUR, 1, 42, 24, 6, T);
    count(HOUR, 1, 42, 25, 6, T);
    for (int minute = 0; minute < 120; minute++) {
      rows.update(
          "insert into node_status values (date_trunc('minute', cast(? as timestamptz)) - cast(? as int) * interval '1 minute', "
              + "1, 2, ?, 0, 0, 10, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
          NOW, minute,
          BigDecimal.valueOf(41 + 2 * minute));
    }
    rows.update(
        "insert into network_count select 2, date_trunc('minute', cast(? as timestamptz)) - interval '5 minutes', t.type, "
            + "-1, '', p.p, t.events from (values (62, 11), (68, 3), (84, 4)) t(type, events), (values (0), (1)) p(p)",
        NOW);
    api = Api.start(scope);
  }

  private void state(int node, int peer, int type, Instant at, long session, @Nullable Integer side,
      @Nullable String reason) {
    rows.update("insert into node_peer values (?, ?, ?, ?, ?, 1, ?, ?)", node,
        Fixtures.peerId(peer).toByteArray(), (short) type, at, session, side, reason);
  }

  private void count(Instant bucket, int node, int peer, int type, long events, Instant last) {
    rows.update("insert into peer_count values (?, ?, ?, ?, ?, ?)", bucket, node,
        Fixtures.peerId(peer).toByteArray(), (short) type, events, last);
  }

  @Test
  void A_node_s_peers_are_what_it_said_last_of_each() {
    JsonNode page = api.json("/api/nodes/" + ONE + "/peers");
    List<String> peers = new ArrayList<>();
    page.get("peers")
        .forEach(peer -> peers.add(String.join(" ", peer.get("peer_id").stringValue().substring(62),
            peer.get("state").stringValue(), text(peer, "direction"), text(peer, "end_reason"),
            text(peer, "ended_by"), text(peer, "last_failure"), text(peer, "last_misbehaviour"),
            peer.get("announcing").asString(), peer.get("current_session").asString(),
            peer.get("observed").asString())));
    assertThat(peers).containsExactly("02 connected in - - - - true true true",
        "28 connected out - - refused - false false false",
        "29 disconnected - idle timeout - - - false true false",
        "2a failed - - - no route\uFFFD - false false false", "2b unknown - - - - lies false false false");
    assertThat(page.get("peers").get(0).get("since").stringValue())
        .startsWith(T.plusSeconds(2).toString().substring(0, 19));
    assertThat(page.get("block_announcement_peers").intValue()).isEqualTo(1);
    JsonNode counts = page.get("peers").get(0).get("counts");
    assertThat(counts.get("announcements").intValue()).isEqualTo(112);
    assertThat(counts.get("blocks_transferred").intValue()).isEqualTo(2);
    assertThat(counts.get("tickets_transferred").intValue()).isEqualTo(4);
    assertThat(page.get("peers").get(3).get("counts").get("attempts").intValue()).isEqualTo(6);
    assertThat(page.get("peers").get(3).get("counts").get("failures").intValue()).isEqualTo(6);
    // Retention has cut the 24 hours.
    assertThat(Instant.parse(page.get("counted_complete_since").stringValue()))
        .isEqualTo(HOUR.minus(Duration.ofHours(5)));
    assertThat(api.json("/api/nodes/" + TWO + "/peers").get("peers").get(0).get("state").stringValue())
        .isEqualTo("disconnected");
  }

  @Test
  void The_history_has_the_newest_hundred_minutes() {
    JsonNode page = api.json("/api/nodes/" + ONE + "/peers");
    JsonNode history = page.get("history");
    assertThat(history).hasSize(100);
    assertThat(history.get(0).get("total_peers").intValue()).isEqualTo(21);
    assertThat(history.get(1).get("total_peers").intValue()).isEqualTo(22);
    assertThat(history.get(0).get("validator_peers").intValue()).isEqualTo(5);
    assertThat(history.get(0).get("sync_peers").intValue()).isEqualTo(2);
    // There is no status report.
    assertThat(page.get("total_peers").intValue()).isZero();
  }

  @Test
  void Peers_are_paged_and_nobody_has_none() {
    List<String> found = new ArrayList<>();
    String path = "/api/nodes/" + ONE + "/peers?limit=2";
    @Nullable
    String cursor = "";
    while (cursor != null) {
      JsonNode page = api.json(path + cursor);
      page.get("peers").forEach(peer -> found.add(peer.get("peer_id").stringValue()));
      cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
    }
    assertThat(found).hasSize(5).isSorted().doesNotHaveDuplicates();
    String next = api.json(path).get("next").stringValue();
    assertThat(api.get("/api/nodes/" + TWO + "/peers?cursor=" + next).status()).isEqualTo(400);
    assertThat(api.get(path + "&cursor=AAAA").status()).isEqualTo(400);
    assertThat(api.json("/api/nodes/" + Fixtures.peerId(3).toHex() + "/peers").get("peers")).isEmpty();
    assertThat(api.get("/api/nodes/" + Fixtures.peerId(9).toHex() + "/peers").status()).isEqualTo(404);
  }

  @Test
  void The_topology_is_that_of_this_hour_and_the_last() {
    JsonNode topology = api.json("/api/network/topology");
    List<String> links = new ArrayList<>();
    topology.get("connections")
        .forEach(link -> links.add(link.get("from_node").stringValue().substring(62) + " "
            + link.get("to_node").stringValue().substring(62) + " " + link.get("message_count").intValue()
            + " "
            + link.get("connected").asString()));
    assertThat(links).containsExactly("01 28 20 true", "01 02 12 true", "02 01 3 false");
    assertThat(topology.get("block_transfers").get(0).get("blocks_transferred").intValue()).isEqualTo(3);
    assertThat(topology.get("ticket_transfers").get(0).get("message_count").intValue()).isEqualTo(4);
    JsonNode stats = topology.get("network_stats");
    assertThat(stats.get("total_connections").intValue()).isEqualTo(3);
    assertThat(stats.get("block_announcements_last_hour").intValue()).isEqualTo(22);
    assertThat(stats.get("block_transfers_last_hour").intValue()).isEqualTo(6);
    assertThat(stats.get("ticket_transfers_last_hour").intValue()).isEqualTo(8);
    assertThat(stats.get("active_nodes").intValue()).isEqualTo(2);
    assertThat(stats.get("average_peers_per_node").intValue()).isEqualTo(2);
    JsonNode first = api.json("/api/network/topology?limit=1");
    assertThat(first.get("connections")).hasSize(1);
    assertThat(first.get("network_stats").get("total_connections").intValue()).isEqualTo(3);
    assertThat(api.get("/api/network/topology?limit=0").status()).isEqualTo(400);
  }

  private static String text(JsonNode node, String key) {
    return node.has(key) ? node.get(key).stringValue() : "-";
  }
}
