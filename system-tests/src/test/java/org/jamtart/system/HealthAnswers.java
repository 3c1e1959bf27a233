package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jamtart.simulator.account.Account;
import tools.jackson.databind.JsonNode;

/** How well the network does, by the rules of either surface, from what the nodes of a simulated network said. */
final class HealthAnswers {

  private static final long HALF_MINUTE = 30_000_000;

  private final Api api;
  private final List<Said> said;
  private final Instant start;

  HealthAnswers(Api api, Account account, Instant start) {
    this.api = api;
    this.said = Said.all(account);
    this.start = start;
  }

  /**
   * A component as it should be.
   *
   * @param good    the share of what was well, 0 to 100
   * @param healthy from which score on it is
   */
  private record Part(String name, double good, int healthy, int degraded) {

    String status() {
      return good >= healthy ? "healthy" : good >= degraded ? "degraded" : "unhealthy";
    }
  }

  void compare() {
    older();
    newer();
  }

  private void older() {
    Instant before = Instant.now();
    JsonNode answer = api.get("/api/analytics/network-health");
    Map<String, Long> metrics = new TreeMap<>();
    answer.get("components")
        .forEach(it -> it.get("metrics")
            .properties()
            .forEach(metric -> metrics.put(it.get("name").asString() + "." + metric.getKey(),
                metric.getValue().asLong())));
    long active = nodes(said);
    long perMinute = metrics.getOrDefault("Event Throughput.events_per_minute", -1L);
    long lately = metrics.getOrDefault("Node Connectivity.active_1m", -1L);
    assertThat(lastMinutes(before)).as("nodes and events of the last minute")
        .contains(List.of(lately, perMinute));
    assertThat(metrics).isEqualTo(Map.ofEntries(Map.entry("Node Connectivity.active_1m", lately),
        Map.entry("Node Connectivity.active_1h", active), Map.entry("Block Production.authored", count(42)),
        Map.entry("Block Production.attempts", count(40)),
        Map.entry("Block Production.failures", count(41, 44, 46)),
        Map.entry("Data Availability.operations", count(120, 124)),
        Map.entry("Data Availability.failures", count(122)), Map.entry("Work Packages.received", count(94)),
        Map.entry("Work Packages.failures", count(92)), Map.entry("Work Packages.guarantees", count(105)),
        Map.entry("Event Throughput.events_per_minute", perMinute)));
    List<Part> expected = List.of(
        new Part("Node Connectivity", rounded(share(lately, active)), 80, 50),
        new Part("Block Production", rounded(share(count(42), count(40))), 80, 50),
        new Part("Data Availability", rounded(100 - share(count(122), count(120, 124))), 90, 60),
        new Part("Work Packages", rounded(share(count(94), count(92, 94))), 90, 60),
        new Part("Event Throughput", perMinute > 100 ? 100 : perMinute > 10 ? 80 : perMinute > 0 ? 50 : 0, 80,
            50));
    compare(answer, expected, 75, 45);
    List<String> alerts = new ArrayList<>();
    if (lately == 0) {
      alerts.add("critical connectivity");
    }
    if (count(41, 44, 46) > 3) {
      alerts.add("warning block_production");
    }
    if (count(122) > 5) {
      alerts.add("warning data_availability");
    }
    if (count(92) > 0) {
      alerts.add("warning work_packages");
    }
    assertThat(alerts(answer)).isEqualTo(alerts);
  }

  private void newer() {
    JsonNode answer = api.get("/api/grafana/network-health?start=" + start.minusSeconds(60) + "&end="
        + start.plusSeconds(3_600));
    List<Part> expected = List.of(
        new Part("block_production", share(count(42, 45, 47), count(41, 42, 44, 45, 46, 47)), 95, 80),
        new Part("work_packages", share(count(94), count(92, 94, 99)), 95, 80),
        new Part("data_availability", share(count(125), count(122, 125)), 95, 80),
        new Part("connectivity", 0, 90, 70), // they have told all and are gone
        new Part("event_throughput", 100, 95, 80));
    compare(answer, expected, 90, 70);
    assertThat(alerts(answer)).isEqualTo(expected.stream()
        .filter(it -> !it.status().equals("healthy"))
        .map(it -> (it.status().equals("degraded") ? "warning " : "error ") + it.name)
        .toList());
  }

  private static void compare(JsonNode answer, List<Part> expected, int healthy, int degraded) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      JsonNode it = answer.get("components").get(i);
      names.add(it.get("name").asString());
      Part part = expected.get(i);
      assertThat(it.get("score").asDouble()).as(part.name).isCloseTo(part.good, within(1e-9));
      assertThat(it.get("status").asString()).as(part.name).isEqualTo(part.status());
      assertThat(it.get("issues").isEmpty()).as(part.name).isEqualTo(part.status().equals("healthy"));
    }
    assertThat(names).isEqualTo(expected.stream().map(Part::name).toList());
    double score = expected.stream().mapToDouble(Part::good).sum() / expected.size();
    assertThat(answer.get("health_score").asDouble()).isCloseTo(score, within(1e-9));
    assertThat(answer.get("overall_health").asString())
        .isEqualTo(new Part("all", score, healthy, degraded).status());
  }

  /** How many nodes said how much in the minute before the answer, in whole half minutes: of each second in which that may have been. */
  private Set<List<Long>> lastMinutes(Instant before) {
    Set<List<Long>> figures = new HashSet<>();
    for (Instant now = before.minusSeconds(5); !now.isAfter(Instant.now()); now = now.plusMillis(100)) {
      long micros = now.toEpochMilli() * 1_000;
      long from = (micros - 60_000_000) / HALF_MINUTE * HALF_MINUTE;
      long to = (micros + HALF_MINUTE - 1) / HALF_MINUTE * HALF_MINUTE;
      List<Said> of = said.stream().filter(it -> it.time() >= from && it.time() < to).toList();
      figures.add(List.of(nodes(of), (long) of.size()));
    }
    return figures;
  }

  private static List<String> alerts(JsonNode answer) {
    List<String> alerts = new ArrayList<>();
    answer.get("alerts")
        .forEach(it -> alerts.add(it.get("severity").asString() + " " + it.get("component").asString()));
    return alerts;
  }

  /** A part of all, of a hundred. */
  private static double share(long part, long all) {
    assertThat(all).as("events that the story needs").isPositive();
    return 100.0 * part / all;
  }

  private static double rounded(double share) {
    return Math.round(share);
  }

  private long count(Integer... types) {
    Set<Integer> wanted = Set.of(types);
    return said.stream().filter(it -> wanted.contains(it.type())).count();
  }

  private static long nodes(List<Said> of) {
    return of.stream().map(Said::node).distinct().count();
  }
}
