package org.jamtart.benchmarks.queries;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table whose rows of one minute are there again for earlier times.
 *
 * @param table that is partitioned by time, or not at all; of a count with tiers that of one tier
 * @param time  its column that says to which time a row belongs
 * @param step  between two copies
 * @param reach how far back there is one for each step
 */
record Repeated(String table, String time, Duration step, Duration reach) {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final long SLOT_SECONDS = 6;
  private static final Set<String> HASHES = Set.of("hash", "anchor", "package");
  private static final Set<String> SLOTS = Set.of("slot", "best_slot", "finalized_slot");

  /**
   * All but the events, and what no answer reads.
   *
   * @param reach how far back the tables reach
   */
  static List<Repeated> all(Duration reach) {
    List<Repeated> all = new ArrayList<>();
    // A row for each thing that nodes tell of.
    Map.of("work_package", "first_seen", "node_package", "first_seen", "guarantee_convergence", "built_at",
        "guarantee_slot_convergence", "built_at", "block_convergence", "authored_at", "seen_block", "time",
        "assurance_convergence", "first_at", "authored_block", "time", "audit", "time")
        .forEach((table, time) -> all.add(new Repeated(table, time, MINUTE, reach)));
    // By the hour before by the minute, which makes rows in the hour that is copied.
    for (String table : List.of("node_count_1h", "node_activity_1h", "node_latency_1h", "failure_count_1h",
        "network_count_1h", "network_latency_1h", "core_count_1h", "service_cost_1h", "node_status",
        "network_status_1h", "node_clock")) {
      all.add(new Repeated(table, "bucket", HOUR, reach));
    }
    all.add(new Repeated("peer_count", "bucket", HOUR, least(DAY.minus(HOUR), reach)));
    // In the finer tiers what the network as a whole has for a day, and what each node has for an hour, which is as many rows.
    for (String table : List.of("network_count_1m", "network_latency_1m", "core_count_1m",
        "service_cost_1m", "network_status_1m")) {
      all.add(new Repeated(table, "bucket", MINUTE, least(DAY, reach)));
    }
    for (String table : List.of("node_count_30s", "node_count_1m", "node_activity_30s", "node_activity_1m",
        "node_latency_1m", "failure_count_1m", "network_count_30s", "node_status")) {
      all.add(new Repeated(table, "bucket", MINUTE, HOUR.minus(MINUTE)));
    }
    all.add(new Repeated("assurance_sender_convergence", "distributed_at", MINUTE, HOUR.minus(MINUTE)));
    return all;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** How many copies there are. */
  int copies() {
    return (int) reach.dividedBy(step);
  }

  /**
   * Inserts some of the copies. Parameters: the bounds [from, to) of the rows that are copied, the numbers of the first and of the
   * last copy.
   *
   * @param types of the columns by their names, in order
   */
  String insert(Map<String, String> types) {
    String columns = String.join(", ", types.keySet());
    String values = types.entrySet()
        .stream()
        .map(column -> value(column.getKey(), column.getValue()))
        .collect(Collectors.joining(", "));
    return "insert into %s (%s) select %s from %s t cross join generate_series(?, ?) as k where t.%s >= ? and t.%s < ? on conflict do nothing"
        .formatted(table, columns, values, table, time, time);
  }

  private String value(String column, String type) {
    String back = "k * interval '" + step.toSeconds() + " s'";
    if (type.equals("timestamp with time zone")) {
      return "t.%s - %s".formatted(column, back);
    }
    if (type.equals("timestamp with time zone[]")) {
      return "array(select x - %s from unnest(t.%s) with ordinality as a (x, n) order by n)".formatted(back,
          column);
    }
    if (HASHES.contains(column) && type.equals("bytea")) {
      return "sha256(t.%s || int4send(k))".formatted(column);
    }
    if (SLOTS.contains(column)) {
      long slots = step.toSeconds() / SLOT_SECONDS;
      return "case when t.%s >= k * %d then t.%s - k * %d else t.%s end".formatted(column, slots, column,
          slots, column);
    }
    return "t." + column;
  }
}
