package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jamtart.simulator.account.Account;
import org.jamtart.testsupport.Await;
import tools.jackson.databind.JsonNode;

/** Which network it is, against what the nodes of a simulated network said when they introduced themselves. */
final class Introductions {

  private final Api api;
  private final Account account;

  Introductions(Api api, Account account) {
    this.api = api;
    this.account = account;
  }

  /** While so many nodes are connected. */
  void compareConnected(int nodes, Duration patience) {
    Await.until("all nodes are connected", patience,
        () -> api.get("/api/network").get("network").get("connected_nodes").asInt() == nodes);
    JsonNode answer = api.get("/api/network");
    List<JsonNode> said = List.copyOf(said().values());
    assertThat(said).hasSize(nodes);
    JsonNode network = answer.get("network");
    assertThat(network.get("connected_nodes").asInt()).isEqualTo(nodes);
    assertThat(network.get("total_nodes").asInt()).isEqualTo(nodes);
    List<JsonNode> genesis = said.stream().map(it -> it.get("genesis")).distinct().toList();
    assertThat(genesis).as("the story's network").hasSize(1);
    assertThat(network.get("genesis")).isEqualTo(genesis.getFirst());
    assertThat(answer.get("networks").size()).isEqualTo(1);
    assertThat(answer.get("networks").get(0).get("genesis")).isEqualTo(genesis.getFirst());
    assertThat(answer.get("networks").get(0).get("nodes").asInt()).isEqualTo(nodes);

    JsonNode usual = said.stream()
        .map(it -> it.get("params"))
        .collect(Collectors.groupingBy(it -> it, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
    assertThat(answer.get("protocol_params")).isEqualTo(usual);
    topology(answer, usual.get("core_count").asInt(), usual.get("val_count").asInt(),
        usual.get("epoch_period").asInt(), usual.get("slot_period_sec").asInt());
    assertThat(implementations(answer)).isEqualTo(said.stream()
        .collect(Collectors.groupingBy(
            it -> it.get("implementation_name").asString() + " "
                + it.get("implementation_version").asString(),
            Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .map(it -> it.getKey() + " " + it.getValue())
        .toList());
  }

  /** When all nodes have gone: nobody says any more which network it is, and each is known by what it said. */
  void compareGone() {
    JsonNode answer = api.get("/api/network");
    Map<String, JsonNode> said = said();
    assertThat(answer.get("network").get("total_nodes").asInt()).isEqualTo(said.size());
    assertThat(answer.get("network").get("connected_nodes").asInt()).as("nodes that have told all").isZero();
    assertThat(answer.get("network").hasNonNull("genesis")).isFalse();
    assertThat(answer.get("networks").isEmpty()).isTrue();
    assertThat(answer.hasNonNull("protocol_params")).isFalse();
    assertThat(answer.hasNonNull("implementations")).isFalse();
    topology(answer, 0, 0, 0, 6);
    Map<String, JsonNode> answered = new TreeMap<>();
    api.all("/api/nodes", "nodes")
        .forEach(it -> answered.put(it.get("node_id").asString(), it.get("node_info")));
    assertThat(answered).isEqualTo(said);
  }

  /** By node. */
  private Map<String, JsonNode> said() {
    Map<String, JsonNode> said = new TreeMap<>();
    account.sessions()
        .forEach(session -> said.put(session.node().toHex(),
            Described.introduction(Said.messages(session).getFirst())));
    return said;
  }

  private static void topology(JsonNode answer, int... expected) {
    List<Integer> topology = new ArrayList<>();
    for (String name : List.of("core_count", "validator_count", "epoch_period", "slot_period_sec")) {
      topology.add(answer.get("topology").get(name).asInt());
    }
    assertThat(topology).containsExactly(Arrays.stream(expected).boxed().toArray(Integer[]::new));
  }

  private static List<String> implementations(JsonNode answer) {
    return Objects.requireNonNull(answer.get("implementations"))
        .valueStream()
        .map(it -> it.get("name").asString() + " " + it.get("version").asString() + " "
            + it.get("nodes").asLong())
        .toList();
  }
}
