package org.jamtart.query.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.JamParameters;
import org.jamtart.wire.NodeInformation;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The network's constants by value, from nobody to a network that does not agree with itself. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NetworkFactsIT {

  private static final UUID GATEWAY = new UUID(1, 1);
  private static final Instant NOW = Instant.now();

  private final Rows rows;
  private final Api api;

  NetworkFactsIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.gateway(GATEWAY, "g", NOW.minusSeconds(3600), NOW.plusSeconds(3600), null);
    api = Api.start(scope);
  }

  @Test
  @Order(1)
  void Nobody_is_no_network() {
    JsonNode network = api.json("/api/network");
    assertThat(network.get("network").get("connected_nodes").longValue()).isZero();
    assertThat(network.get("network").get("total_nodes").longValue()).isZero();
    assertThat(network.get("network").has("genesis")).isFalse();
    assertThat(network.has("protocol_params")).isFalse();
    assertThat(network.has("implementations")).isFalse();
    assertThat(network.get("networks")).isEmpty();
    assertThat(network.get("topology").toString())
        .isEqualTo("{\"core_count\":0,\"validator_count\":0,\"epoch_period\":0,\"slot_period_sec\":6}");
  }

  @Test
  @Order(2)
  void One_node_tells_of_its_network() {
    connect(1, "one", JamParameters.tiny(), 7);
    JsonNode network = api.json("/api/network");
    assertThat(network.get("network").get("connected_nodes").longValue()).isEqualTo(1);
    assertThat(network.get("network").get("genesis").stringValue()).isEqualTo("0x" + hash(7).toHex());
    assertThat(network.get("topology").toString())
        .isEqualTo("{\"core_count\":2,\"validator_count\":6,\"epoch_period\":12,\"slot_period_sec\":6}");
    assertThat(network.get("protocol_params").size()).isEqualTo(33);
    assertThat(network.get("implementations").toString())
        .isEqualTo("[{\"name\":\"one\",\"version\":\"1.2.3\",\"nodes\":1}]");
    assertThat(api.json("/api/network?bytes=array").get("network").get("genesis")).hasSize(32);
  }

  @Test
  @Order(3)
  void Most_nodes_decide_and_the_others_are_told_too() {
    connect(2, "two", JamParameters.full(), 8);
    connect(3, "two", JamParameters.full(), 8);
    connect(4, "two", JamParameters.full(), 9);
    rows.node(5, "gone", NOW, null);
    // The same peer id on a second gateway is the same node.
    rows.gateway(new UUID(1, 2), "h", NOW.minusSeconds(3600), NOW.plusSeconds(3600), null);
    rows.session(22, 2, new UUID(1, 2), NOW.minusSeconds(30), NOW);
    rows.node(6, "unread", NOW, null);
    rows.session(6, 6, GATEWAY, NOW.minusSeconds(60), NOW);
    JsonNode network = api.json("/api/network");
    assertThat(network.get("network").get("connected_nodes").longValue()).isEqualTo(5);
    assertThat(network.get("network").get("total_nodes").longValue()).isEqualTo(6);
    assertThat(network.get("network").get("genesis").stringValue()).isEqualTo("0x" + hash(8).toHex());
    assertThat(network.get("topology").get("core_count").longValue()).isEqualTo(341);
    assertThat(network.get("topology").get("validator_count").longValue()).isEqualTo(1023);
    assertThat(network.get("implementations").toString())
        .isEqualTo("[{\"name\":\"two\",\"version\":\"1.2.3\",\"nodes\":3},"
            + "{\"name\":\"one\",\"version\":\"1.2.3\",\"nodes\":1},{\"name\":\"unread\",\"version\":\"1.2.3\",\"nodes\":1}]");
    assertThat(network.get("networks")).hasSize(3);
    assertThat(network.get("networks").get(0).get("nodes").longValue()).isEqualTo(2);
  }

  @Test
  @Order(4)
  void What_only_the_chain_knows_is_refused_with_a_reason() {
    for (String path : List.of("/api/jam/stats", "/api/jam/services", "/api/jam/cores",
        "/api/grafana/onchain/cores?start=2026-11-20T00:00:00Z", "/api/grafana/onchain/cores/timeseries",
        "/api/grafana/onchain/services/7", "/api/grafana/onchain/validators")) {
      Api.Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isEqualTo(503);
      assertThat(answer.json().get("detail").stringValue()).contains("RPC");
    }
  }

  @Test
  @Order(5)
  void Live_figures_are_there_without_an_event_and_keep_to_what_may_be_asked() {
    JsonNode live = api.json("/api/metrics/live");
    assertThat(live.get("active_nodes").intValue()).isZero();
    assertThat(live.get("last_10s").get("events_per_second").doubleValue()).isZero();
    assertThat(live.get("last_1m").get("finalized").intValue()).isZero();
    JsonNode realtime = api.json("/api/metrics/realtime");
    assertThat(realtime.get("window_seconds").intValue()).isEqualTo(60);
    assertThat(realtime.get("data")).isNotEmpty();
    for (String wrong : List.of("9", "301", "x", "-5")) {
      assertThat(api.get("/api/metrics/realtime?seconds=" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  private void connect(int node, String implementation, JamParameters parameters, int genesis) {
    NodeInformation usual = Fixtures.nodeInformation(Fixtures.peerId(node));
    rows.node(node, implementation, NOW,
        new NodeInformation(usual.protocolVersion(), parameters, hash(genesis),
            usual.peerId(), usual.peerAddress(), usual.flags(), implementation, "1.2.3", usual.gpVersion(),
            "")
            .encode());
    rows.session(node, node, GATEWAY, NOW.minusSeconds(60), NOW);
  }

  private static Bytes32 hash(int number) {
    return Fixtures.peerId(number);
  }
}
