package org.jamtart.query.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
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
import org.jamtart.wire.NodeInformation;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NodesIT {

  private static final UUID ALIVE = new UUID(1, 1);
  private static final UUID SILENT = new UUID(1, 2);
  private static final UUID REPLACED = new UUID(1, 3);
  private static final UUID REPLACING = new UUID(1, 4);
  private static final UUID STOPPED = new UUID(1, 5);
  private static final UUID UNHEARD = new UUID(1, 6);
  private static final BigDecimal TWO_TO_THE_65 = new BigDecimal(BigInteger.TWO.pow(65));

  /** A heartbeat that stays young however long the tests take. */
  private static final Instant FOR_LONG = Instant.parse("2100-01-01T00:00:00Z");

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final Api api;

  NodesIT(TestScope scope) {
    var database = scope.closeLater(scope.infra().newDatabase("nodes"));
    Rows fresh = new Rows(database);
    fixture(fresh);
    api = scope.closeLater(Api.start(scope, database));
  }

  private void fixture(Rows to) {
    to.gateway(ALIVE, "alive", ago(900), FOR_LONG, null);
    to.gateway(SILENT, "silent", ago(900), ago(100), null);
    to.gateway(REPLACED, "again", ago(900), FOR_LONG, null);
    to.gateway(REPLACING, "again", ago(1), ago(1), null);
    to.gateway(STOPPED, "stopped", ago(900), FOR_LONG, ago(3));
    to.node(1, ago(50));
    to.session(11, 1, ALIVE, ago(700), ago(600));
    to.close(11, ago(600), "node_closed", true);
    to.session(12, 1, ALIVE, ago(500), ago(50));
    to.node(2, ago(3));
    to.session(21, 2, SILENT, ago(400), ago(101));
    to.node(3, ago(2));
    to.session(31, 3, REPLACED, ago(400), ago(2));
    to.node(4, ago(4));
    to.session(41, 4, STOPPED, ago(400), ago(4));
    to.node(5, ago(5));
    to.session(51, 5, ALIVE, ago(400), ago(5));
    to.close(51, ago(5), "idle", false);
    to.node(6, ago(6));
    to.session(61, 6, UNHEARD, ago(300), FOR_LONG);
    to.node(7, "nul\uFFFDname", ago(7), null);
    to.session(71, 7, ALIVE, ago(100), ago(7));
    to.session(72, 7, SILENT, ago(90), ago(90));
    to.nodeTotal(1, 10, 1234, 0, 5, 2, BigDecimal.ZERO);
    to.nodeTotal(1, 0, 3, 0, 0, 0, TWO_TO_THE_65);
    to.nodeTotal(1, 48, 7, 7, 0, 0, BigDecimal.ZERO);
    to.nodeTotal(1, -1, 0, 0, 0, 9, BigDecimal.ZERO);
    to.sessionTotal(12, 1000, 0, 0, 0, BigDecimal.ZERO);
    to.sessionTotal(11, 234, 0, 0, 1, BigDecimal.ONE);
  }

  private Instant ago(long seconds) {
    return now.minusSeconds(seconds);
  }

  private static String id(int number) {
    return Fixtures.peerId(number).toHex();
  }

  @Test
  void The_connected_come_first_and_then_who_was_seen_last() {
    List<String> ids = new ArrayList<>();
    List<Boolean> connected = new ArrayList<>();
    api.json("/api/nodes").get("nodes").forEach(node -> {
      ids.add(node.get("node_id").stringValue());
      connected.add(node.get("is_connected").booleanValue());
    });
    assertThat(ids).containsExactly(id(7), id(6), id(1), id(3), id(2), id(4), id(5));
    assertThat(connected).containsExactly(true, true, true, false, false, false, false);
  }

  @Test
  void A_page_ends_where_it_was_asked_to_and_the_next_goes_on_there() {
    List<String> ids = new ArrayList<>();
    String path = "/api/nodes?limit=2";
    int pages = 0;
    while (path != null) {
      Api.Answer answer = api.get(path);
      JsonNode page = answer.json();
      page.get("nodes").forEach(node -> ids.add(node.get("node_id").stringValue()));
      pages++;
      assertThat(page.get("has_more").booleanValue()).isEqualTo(page.has("next"));
      path = page.has("next") ? "/api/nodes?limit=2&cursor=" + page.get("next").stringValue() : null;
      if (path != null) {
        assertThat(answer.header("Link")).isEqualTo("<" + path + ">; rel=\"next\"");
      }
    }
    assertThat(pages).isEqualTo(4);
    assertThat(ids).containsExactly(id(7), id(6), id(1), id(3), id(2), id(4), id(5));
  }

  @Test
  void Filters_leave_out_what_they_should() {
    assertThat(api.json("/api/nodes?connected=true").get("nodes")).hasSize(3);
    assertThat(api.json("/api/nodes?connected=false").get("nodes")).hasSize(4);
    assertThat(api.json("/api/nodes?implementation=fixture-node").get("nodes")).hasSize(6);
    assertThat(api.json("/api/nodes?implementation=nul%EF%BF%BDname&connected=true").get("nodes")).hasSize(1);
    assertThat(api.json("/api/nodes?implementation=fixture").get("nodes")).isEmpty();
  }

  @Test
  void A_limit_above_the_maximum_is_cut_and_said() {
    JsonNode page = api.json("/api/nodes?limit=5000");
    assertThat(page.get("limit").intValue()).isEqualTo(2000);
    assertThat(page.get("note").stringValue()).contains("5000").contains("2000");
  }

  @Test
  void A_node_has_its_totals_its_types_and_its_connection() {
    JsonNode node = api.json("/api/nodes/" + id(1).toUpperCase(java.util.Locale.ROOT));
    assertThat(node.get("node_id").stringValue()).isEqualTo(id(1));
    assertThat(node.get("peer_id").stringValue()).isEqualTo(id(1));
    assertThat(node.get("event_count").intValue()).isEqualTo(1244);
    assertThat(node.get("malformed").intValue()).isEqualTo(11);
    assertThat(node.get("unknown").intValue()).isEqualTo(7);
    assertThat(node.get("expired").intValue()).isEqualTo(5);
    assertThat(node.get("dropped").bigIntegerValue()).isEqualTo(BigInteger.TWO.pow(65));
    assertThat(node.get("events_by_type")).hasToString("{\"0\":3,\"10\":1234,\"48\":7}");
    assertThat(node.get("is_connected").booleanValue()).isTrue();
    assertThat(Instant.parse(node.get("connected_at").stringValue())).isEqualTo(ago(500));
    assertThat(node.has("disconnected_at")).isFalse();
    assertThat(node.get("address").stringValue()).isEqualTo("10.0.0.1:4000");
    assertThat(node.get("announced_address").stringValue()).isEqualTo("10.0.0.9:30333");
    JsonNode connection = node.get("connection_info");
    assertThat(connection.get("address").stringValue()).isEqualTo("10.0.0.1:4000");
    assertThat(connection.get("event_count").intValue()).isEqualTo(1000);
    assertThat(connection.get("connected_duration_secs").longValue()).isBetween(500L, 600L);
    assertThat(connection.get("session").stringValue()).isEqualTo(new UUID(7, 12).toString());
    assertThat(connection.get("gateway").stringValue()).isEqualTo("alive");
  }

  @Test
  void The_node_information_is_shown_as_it_was_sent() {
    NodeInformation sent = Fixtures.nodeInformation(Fixtures.peerId(1));
    JsonNode info = api.json("/api/nodes/" + id(1)).get("node_info");
    assertThat(info.get("params").get("core_count").intValue()).isEqualTo(sent.parameters().coreCount());
    assertThat(info.get("genesis").stringValue()).isEqualTo("0x" + sent.genesisHash().toHex());
    assertThat(info.get("details").get("peer_address").get("port").intValue())
        .isEqualTo(sent.peerAddress().port());
    assertThat(info.get("additional_info").stringValue()).isEqualTo(sent.note());
    assertThat(api.json("/api/nodes/" + id(1) + "?bytes=array").get("node_info").get("genesis")).hasSize(32);
    assertThat(api.json("/api/nodes/" + id(7)).has("node_info")).isFalse();
  }

  @Test
  void The_end_of_a_lost_connection_is_the_last_heartbeat_of_its_gateway() {
    assertEnd(2, ago(100));
    assertEnd(3, FOR_LONG);
    assertEnd(4, FOR_LONG);
    assertEnd(5, ago(5));
  }

  private void assertEnd(int number, Instant end) {
    JsonNode node = api.json("/api/nodes/" + id(number));
    assertThat(node.get("is_connected").booleanValue()).isFalse();
    assertThat(Instant.parse(node.get("disconnected_at").stringValue())).isEqualTo(end);
    assertThat(node.has("connection_info")).isFalse();
    assertThat(Duration.between(Instant.parse(node.get("connected_at").stringValue()), ago(400))).isZero();
  }

  @Test
  void Sessions_say_when_through_what_and_why_they_ended() {
    JsonNode page = api.json("/api/nodes/" + id(1) + "/sessions");
    assertThat(page.get("sessions")).hasSize(2);
    JsonNode open = page.get("sessions").get(0);
    assertThat(open.get("session").stringValue()).isEqualTo(new UUID(7, 12).toString());
    assertThat(open.get("is_connected").booleanValue()).isTrue();
    assertThat(open.get("gateway").stringValue()).isEqualTo("alive");
    assertThat(open.has("ended_at")).isFalse();
    assertThat(open.has("end_reason")).isFalse();
    JsonNode closed = page.get("sessions").get(1);
    assertThat(Instant.parse(closed.get("ended_at").stringValue())).isEqualTo(ago(600));
    assertThat(closed.get("end_reason").stringValue()).isEqualTo("node_closed");
    assertThat(closed.get("complete").booleanValue()).isTrue();
    assertThat(closed.get("frames").intValue()).isEqualTo(10);
    assertThat(closed.get("duplicates").intValue()).isEqualTo(1);
    assertThat(closed.get("missing").intValue()).isEqualTo(2);
    assertThat(closed.get("events").intValue()).isEqualTo(234);
    assertThat(closed.get("malformed").intValue()).isEqualTo(1);
    assertThat(closed.get("dropped").intValue()).isEqualTo(1);
    JsonNode lost = api.json("/api/nodes/" + id(3) + "/sessions").get("sessions").get(0);
    assertThat(lost.get("end_reason").stringValue()).isEqualTo("gateway_lost");
    assertThat(lost.get("complete").booleanValue()).isFalse();
    assertThat(Instant.parse(lost.get("ended_at").stringValue())).isEqualTo(FOR_LONG);
  }

  @Test
  void Sessions_page_by_cursor() {
    JsonNode first = api.json("/api/nodes/" + id(7) + "/sessions?limit=1");
    JsonNode second = api
        .json("/api/nodes/" + id(7) + "/sessions?limit=1&cursor=" + first.get("next").stringValue());
    assertThat(first.get("sessions").get(0).get("session").stringValue())
        .isEqualTo(new UUID(7, 72).toString());
    assertThat(second.get("sessions").get(0).get("session").stringValue())
        .isEqualTo(new UUID(7, 71).toString());
    assertThat(second.get("has_more").booleanValue()).isFalse();
    assertThat(
        api.get("/api/nodes/" + id(1) + "/sessions?cursor=" + first.get("next").stringValue()).status())
        .isEqualTo(400);
  }

  @Test
  void A_node_that_never_came_is_404_and_what_is_no_id_is_400() {
    assertThat(api.get("/api/nodes/" + id(99)).status()).isEqualTo(404);
    assertThat(api.get("/api/nodes/" + id(99) + "/sessions").status()).isEqualTo(404);
    Api.Answer bad = api.get("/api/nodes/12ab");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.header("Content-Type")).startsWith("application/problem+json");
    assertThat(bad.json().get("parameter").stringValue()).isEqualTo("id");
    assertThat(bad.json().get("value").stringValue()).isEqualTo("12ab");
    assertThat(bad.json().get("allowed").stringValue()).isEqualTo("64 hex digits");
  }
}
