package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.simulator.account.Account;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import tools.jackson.databind.JsonNode;

/** What the older surface answers about events and failures, against what the nodes of a simulated network said. */
final class OlderAnswers {

  /** What failed, was refused or was thrown away, by the names of the events. */
  private static final Set<Integer> FAILURES = Set.of(20, 22, 25, 41, 44, 46, 65, 81, 83, 92, 93, 99, 107,
      111, 113, 122, 127, 130, 142, 150, 164, 169, 171, 175, 190, 195, 199);

  private final Api api;
  private final Account account;
  private final List<Said> said;

  OlderAnswers(Api api, Account account) {
    this.api = api;
    this.account = account;
    this.said = Said.all(account);
  }

  void compare() {
    timeseries();
    failures();
  }

  private void timeseries() {
    compare("events", List.of("total_events", "active_nodes", "event_types"),
        of -> List.of((long) of.size(), nodes(of), of.stream().map(Said::type).distinct().count()));
    compare("throughput",
        List.of("best_blocks", "finalized_blocks", "authored_blocks", "block_announcements",
            "work_package_events", "guarantee_events"),
        of -> List.of(count(of, 11), count(of, 12), count(of, 42), count(of, 62), between(of, 90, 113),
            between(of, 105, 113)));
    compare("blocks", List.of("blocks", "authoring_nodes", "max_slot"), of -> {
      List<Said> authored = of.stream().filter(it -> it.type() == 42).toList();
      return List.of(authored.stream().map(OlderBlockAnswers::block).distinct().count(), nodes(authored),
          of.stream()
              .mapToLong(it -> it.event() instanceof BestBlockChanged best ? best.slot() : 0)
              .max()
              .orElse(0));
    });
  }

  /** The figures of every minute in which there is any. */
  private void compare(String metric, List<String> names, Function<List<Said>, List<Long>> figures) {
    Map<Instant, List<Long>> expected = new TreeMap<>();
    said.stream()
        .collect(Collectors.groupingBy(it -> Instant.ofEpochSecond(it.time() / 60_000_000 * 60)))
        .forEach((minute, of) -> expected.put(minute, figures.apply(of)));
    expected.values().removeIf(of -> of.stream().allMatch(figure -> figure == 0));
    Map<Instant, List<Long>> answered = new TreeMap<>();
    JsonNode data = api.get("/api/metrics/timeseries?interval=1&metric=" + metric).get("data");
    assertThat(data.size()).as("minutes of the hour and of its ends").isBetween(60, 61);
    Instant newest = Instant.parse(data.get(0).get("timestamp").asString());
    for (int i = 0; i < data.size(); i++) {
      JsonNode it = data.get(i);
      assertThat(Instant.parse(it.get("timestamp").asString())).isEqualTo(newest.minusSeconds(60L * i));
      if (it.has("events_per_second")) {
        assertThat(it.get("events_per_second").asDouble()).isCloseTo(it.get("total_events").asLong() / 60.0,
            within(1e-9));
      }
      List<Long> of = names.stream().map(name -> it.hasNonNull(name) ? it.get(name).asLong() : 0).toList();
      if (of.stream().anyMatch(figure -> figure != 0)) {
        answered.put(Instant.parse(it.get("timestamp").asString()), of);
      }
    }
    assertThat(answered).as(metric).isEqualTo(expected);
  }

  private void failures() {
    JsonNode answer = api.get("/api/analytics/failure-rates");
    List<Said> failed = said.stream().filter(it -> FAILURES.contains(it.type())).toList();
    assertThat(failed).as("failures of the story").hasSizeGreaterThan(10);
    rate(answer.get("overall"), "total_events", said.size(), "failed_events", failed.size(), "failure_rate");

    Map<String, JsonNode> categories = new HashMap<>();
    answer.get("by_category").forEach(it -> categories.put(it.get("category").asString(), it));
    Map<String, List<Set<Integer>>> types = Map.of("block_authoring",
        List.of(Set.of(41, 44, 46), Set.of(40, 41, 42, 44, 46)), "work_package",
        List.of(Set.of(92, 99), Set.of(92, 94, 95, 99, 101, 102)), "ticket_generation",
        List.of(Set.of(81, 83), Set.of(80, 81, 82, 83, 84)), "guarantee",
        List.of(Set.of(107), Set.of(105, 106, 107, 108, 109)));
    types.forEach((category, of) -> {
      long attempts = count(said, of.getLast());
      if (attempts == 0) {
        assertThat(categories).doesNotContainKey(category);
      } else {
        rate(Objects.requireNonNull(categories.get(category), category), "attempts", attempts, "failures",
            count(said, of.getFirst()), "rate");
      }
    });
    worst(answer.get("by_node"), failed);

    recent(answer.get("recent_failures"), failed, 20);
  }

  /** The newest events of some, newest first. */
  static void recent(JsonNode list, List<Said> of, int limit) {
    Set<String> events = of.stream()
        .map(it -> it.time() + " " + it.node().toHex() + " " + it.type())
        .collect(Collectors.toSet());
    List<Long> times = new ArrayList<>();
    for (JsonNode it : list) {
      times.add(Api.micros(it.get("timestamp")));
      assertThat(events).contains(times.getLast() + " " + it.get("node_id").asString() + " "
          + it.get("event_type").asInt());
    }
    assertThat(times).isEqualTo(
        of.stream().map(Said::time).sorted(Comparator.reverseOrder()).limit(limit).toList());
  }

  /** The twenty nodes that fail most, in order. */
  private void worst(JsonNode byNode, List<Said> failed) {
    Map<Bytes32, List<Said>> ofNode = failed.stream().collect(Collectors.groupingBy(Said::node));
    List<Bytes32> worst = ofNode.keySet()
        .stream()
        .sorted(Comparator.comparing((Bytes32 node) -> -failures(ofNode, node))
            .thenComparing(node -> -account.eventsByNode().getOrDefault(node, 0L))
            .thenComparing(Comparator.naturalOrder()))
        .limit(20)
        .toList();
    List<Bytes32> answered = new ArrayList<>();
    for (JsonNode it : byNode) {
      Bytes32 node = Bytes32.ofHex(it.get("node_id").asString());
      answered.add(node);
      rate(it, "total_events", account.eventsByNode().getOrDefault(node, 0L), "failures",
          failures(ofNode, node), "failure_rate");
      Map<Integer, Long> types = ofNode.getOrDefault(node, List.of())
          .stream()
          .collect(Collectors.groupingBy(Said::type, Collectors.counting()));
      assertThat(types.get(it.get("top_failure_type").asInt())).as("most on " + node.toHex())
          .isEqualTo(types.values().stream().mapToLong(n -> n).max().orElse(0));
    }
    assertThat(answered).isEqualTo(worst);
  }

  private static long failures(Map<Bytes32, List<Said>> ofNode, Bytes32 node) {
    return ofNode.getOrDefault(node, List.of()).size();
  }

  private static void rate(JsonNode it, String all, long attempts, String part, long failed, String rate) {
    assertThat(it.get(all).asLong()).as(it.toString()).isEqualTo(attempts);
    assertThat(it.get(part).asLong()).as(it.toString()).isEqualTo(failed);
    assertThat(it.get(rate).asDouble()).isCloseTo((double) failed / attempts, within(0.000_051));
  }

  /** Events by the names that an answer has for their types. */
  static void totals(JsonNode answer, Account account, Map<String, Integer> types) {
    types.forEach((name, type) -> assertThat(answer.get("totals").get(name).asLong()).as(name)
        .isEqualTo(count(account, type)));
  }

  /** Events of a type of all nodes. */
  static long count(Account account, int type) {
    return account.eventsByNodeAndType()
        .values()
        .stream()
        .mapToLong(types -> types.getOrDefault(type, 0L))
        .sum();
  }

  private static long count(List<Said> of, int type) {
    return count(of, Set.of(type));
  }

  private static long count(List<Said> of, Set<Integer> types) {
    return of.stream().filter(it -> types.contains(it.type())).count();
  }

  private static long between(List<Said> of, int first, int last) {
    return of.stream().filter(it -> it.type() >= first && it.type() <= last).count();
  }

  private static long nodes(List<Said> of) {
    return of.stream().map(Said::node).distinct().count();
  }
}
