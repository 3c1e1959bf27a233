package org.jamtart.query.grafana;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which events are attempts and which are failures of what. */
enum Categories {
  BLOCK_AUTHORING("block_authoring", List.of(41, 44, 46), List.of(40, 42)), //
  TICKETS("tickets", List.of(81, 83), List.of(80, 82, 84)), //
  WORK_PACKAGES("work_packages", List.of(92, 99), List.of(94)), //
  GUARANTEES("guarantees", List.of(107, 111, 113), List.of(105, 108, 109)), //
  SHARDS("shards", List.of(122), List.of(120, 125)), //
  ASSURANCES("assurances", List.of(127), List.of(126));

  private final String key;
  private final List<Integer> failures;
  private final List<Integer> others;

  Categories(String key, List<Integer> failures, List<Integer> others) {
    this.key = key;
    this.failures = failures;
    this.others = others;
  }

  String key() {
    return key;
  }

  long failures(Map<Integer, Long> counts) {
    return sum(counts, failures);
  }

  /** All events of the category, its failures included. */
  long attempts(Map<Integer, Long> counts) {
    return sum(counts, failures) + sum(counts, others);
  }

  static long sum(Map<Integer, Long> counts, List<Integer> types) {
    return types.stream().mapToLong(type -> counts.getOrDefault(type, 0L)).sum();
  }

  /** Types of all categories. */
  static SortedSet<Integer> types() {
    SortedSet<Integer> types = new TreeSet<>();
    for (Categories category : values()) {
      types.addAll(category.failures);
      types.addAll(category.others);
    }
    return types;
  }
}
