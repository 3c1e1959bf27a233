package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jamtart.simulator.account.Account;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.StatusEvent.Status;
import tools.jackson.databind.JsonNode;

/** What the older surface answers about blocks and holdings, against what the nodes of a simulated network said. */
final class OlderBlockAnswers {

  private final Api api;
  private final Account account;
  private final List<Said> said;

  OlderBlockAnswers(Api api, Account account) {
    this.api = api;
    this.account = account;
    this.said = Said.all(account);
  }

  void compare() {
    blocks();
    propagation();
    holdings();
  }

  private void blocks() {
    JsonNode answer = api.get("/api/blocks");
    Map<String, Integer> types = Map.of("authoring_started", 40, "authoring_failed", 41, "authored", 42,
        "importing", 43, "verification_failed", 44, "verified", 45, "execution_failed", 46, "executed", 47,
        "best_block_changes", 11, "finalized_block_changes", 12);
    OlderAnswers.totals(answer, account, types);
    Stream<Bytes32> nodes = account.eventsByNode().keySet().stream();
    assertThat(answer.get("chain").get("best_slot").asLong())
        .isEqualTo(nodes.mapToLong(node -> account.bestSlot(node).orElse(0)).max().orElse(0));
    nodes = account.eventsByNode().keySet().stream();
    assertThat(answer.get("chain").get("finalized_slot").asLong())
        .isEqualTo(nodes.mapToLong(node -> account.finalizedSlot(node).orElse(0)).max().orElse(0));

    Map<String, Long> authors = new TreeMap<>();
    answer.get("authoring_by_node")
        .forEach(it -> authors.put(it.get("node_id").asString(), it.get("blocks_authored").asLong()));
    assertThat(authors).isNotEmpty().isEqualTo(byNode(42));

    List<String> recent = new ArrayList<>();
    answer.get("recent_authored")
        .forEach(it -> recent.add(Api.micros(it.get("timestamp")) + " " + it.get("node_id").asString() + " "
            + it.get("slot").asLong() + " " + it.get("hash").asString()));
    assertThat(recent).containsExactlyInAnyOrderElementsOf(authored())
        .isSortedAccordingTo(
            Comparator.reverseOrder());
  }

  /** Time, author, slot and hash of each block, by the attempt that it belongs to. */
  private List<String> authored() {
    List<String> blocks = new ArrayList<>();
    account.sessions().forEach(session -> {
      Map<Long, Long> slots = new HashMap<>();
      for (Said each : Said.in(session)) {
        if (each.event() instanceof Authoring authoring) {
          slots.put(each.id(), authoring.slot());
        } else if (each.event() instanceof Authored it) {
          blocks.add(each.time() + " " + each.node().toHex() + " "
              + slots.get(it.authoringId()) + " 0x" + block(each).toHex());
        }
      }
    });
    return blocks;
  }

  private void propagation() {
    JsonNode answer = api.get("/api/analytics/block-propagation");
    Map<Bytes32, Long> authored = new HashMap<>();
    said.stream()
        .filter(it -> it.type() == 42)
        .forEach(it -> authored.merge(block(it), it.time(), Math::min));
    Map<String, Long> first = new HashMap<>();
    said.stream()
        .filter(it -> it.event() instanceof Importing && authored.containsKey(block(it)))
        .forEach(it -> first.merge(block(it).toHex() + it.node().toHex(),
            it.time() - authored.getOrDefault(block(it), 0L), Math::min));
    Map<String, Long> figures = Requests.figures("spread", List.copyOf(first.values()));
    JsonNode spread = answer.get("last_hour");
    assertThat(spread.get("sample_count").asLong()).isEqualTo(figures.get("samples"));
    for (String percentile : List.of("p50", "p95", "p99")) {
      assertThat(spread.get(percentile + "_propagation_ms").asLong()).as(percentile)
          .isEqualTo(figures.get(percentile));
    }
    Map<String, List<Long>> answered = new TreeMap<>();
    answer.get("by_node")
        .forEach(it -> answered.put(it.get("node_id").asString(), List.of(it.get("blocks_announced").asLong(),
            it.get("blocks_received").asLong(), it.get("blocks_originated").asLong())));
    Map<String, List<Long>> expected = new TreeMap<>();
    account.eventsByNode()
        .keySet()
        .forEach(node -> expected.put(node.toHex(), Stream.of(62, 68, 42)
            .map(type -> byNode(type).getOrDefault(node.toHex(), 0L))
            .toList()));
    assertThat(answered).isEqualTo(expected);
  }

  private void holdings() {
    JsonNode answer = api.get("/api/da/stats");
    Map<String, Said> newest = new TreeMap<>();
    said.stream().filter(it -> it.event() instanceof Status).forEach(it -> newest.put(it.node().toHex(), it));
    Map<String, List<Object>> expected = new TreeMap<>();
    newest.forEach((node, it) -> {
      var status = (Status) it.event();
      expected.put(node, List.of(status.numShards(), status.shardsSizeBytes(), status.numPreimages(),
          status.preimagesSizeBytes(), it.time()));
    });
    Map<String, List<Object>> answered = new TreeMap<>();
    answer.get("by_node")
        .forEach(it -> answered.put(it.get("node_id").asString(), List.of(it.get("num_shards").asLong(),
            it.get("shard_size_bytes").asLong(), it.get("num_preimages").asLong(),
            it.get("preimages_size_bytes").asLong(), Api.micros(it.get("last_update")))));
    assertThat(answered).isEqualTo(expected);
    List<String> sums = List.of("total_shards", "total_shard_size_bytes", "total_preimages",
        "total_preimages_size_bytes");
    for (int i = 0; i < sums.size(); i++) {
      int place = i;
      assertThat(answer.get("aggregate").get(sums.get(i)).asLong()).as(sums.get(i))
          .isEqualTo(expected.values().stream().mapToLong(it -> (Long) it.get(place)).sum());
    }
    assertThat(answer.get("aggregate").get("node_count").asInt()).isEqualTo(expected.size());
    assertThat(answer.get("aggregate").get("average_shards_per_node").asDouble()).isCloseTo(
        expected.values().stream().mapToLong(it -> (Long) it.getFirst()).average().orElse(0), within(1e-9));
    Map.of("announced", 191, "forgotten", 192, "transferred", 198, "discarded", 199)
        .forEach((name, type) -> assertThat(answer.get("preimage_activity").get(name).asLong()).as(name)
            .isEqualTo(OlderAnswers.count(account, type)));
  }

  /** The hash of the block that an author or an importer tells of. */
  static Bytes32 block(Said said) {
    return switch (said.event()) {
      case Authored it -> it.outline().headerHash();
      case Importing it -> it.outline().headerHash();
      default -> throw new IllegalArgumentException("tells of no block: " + said);
    };
  }

  private Map<String, Long> byNode(int type) {
    Map<String, Long> counts = new TreeMap<>();
    account.eventsByNodeAndType().forEach((node, types) -> {
      if (types.containsKey(type)) {
        counts.put(node.toHex(), types.getOrDefault(type, 0L));
      }
    });
    return counts;
  }
}
