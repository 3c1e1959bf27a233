package org.jamtart.query.latency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.fixture.Rows;
import org.jspecify.annotations.Nullable;

/** Durations of the test's own: written as the contract of the tables says, and remembered, to be sorted. */
final class Samples {

  private static final long[] SHARD = {0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 5000};
  private static final long[] SPREAD = {0, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2000, 5000,
      10000,
      15000, 20000, 25000, 30000, 60000, 120000};
  private static final Map<Integer, String> TIERS = Map.of(2, "1 minute", 3, "1 hour");

  private record Sample(Instant at, int node, int flow, long micros) {}

  private final Rows rows;
  private final List<Sample> samples = new ArrayList<>();

  Samples(Rows rows) {
    this.rows = rows;
  }

  static long[] edges(int flow) {
    return flow <= 2 ? SHARD : SPREAD;
  }

  /** Partitions of ten years. */
  void partitions() {
    for (String table : List.of("node_latency_1m", "node_latency_1h", "network_latency_1m",
        "network_latency_1h")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
  }

  /** A duration, in both tables and tiers; nodes are spread over two partitions of the log. */
  void add(Instant at, int node, int flow, long micros, boolean failed) {
    samples.add(new Sample(at, node, flow, micros));
    int bucket = 0;
    while (bucket + 1 < edges(flow).length && micros >= edges(flow)[bucket + 1] * 1_000) {
      bucket++;
    }
    write(at, node, flow, failed ? 1 : 0, 0, micros, bucket, 1);
  }

  /** An end without a beginning. */
  void unpaired(Instant at, int node, int flow) {
    write(at, node, flow, 0, 1, 0, 0, 0);
  }

  private void write(Instant at, int node, int flow, long failed, long unpaired, long micros, int bucket,
      long count) {
    TIERS.forEach((tier, length) -> Map.of("node_latency", "node", "network_latency", "partition")
        .forEach((table, owner) -> rows.update("""
            insert into %1$s as t (tier, bucket, flow, %2$s, failed, unpaired, micros, c%3$d)
            values (%4$d, date_bin('%5$s', ?, timestamptz 'epoch'), ?, ?, ?, ?, ?, ?)
            on conflict (tier, flow, bucket, %2$s) do update set failed = t.failed + excluded.failed,
              unpaired = t.unpaired + excluded.unpaired, micros = t.micros + excluded.micros,
              c%3$d = coalesce(t.c%3$d, 0) + excluded.c%3$d""".formatted(table, owner, bucket, tier, length),
            at,
            (short) flow, owner.equals("node") ? node : node % 2, failed, unpaired, micros, count)));
  }

  /** What a percentile of the durations in a range is: that of the sorted ones, rounded up to the next edge. */
  @Nullable
  Long percentile(int percent, Instant from, Instant to, int flow, @Nullable Integer node) {
    long[] sorted = in(from, to, flow, node);
    if (sorted.length == 0) {
      return null;
    }
    long sample = sorted[Math.max(1, (int) Math.ceil(percent * sorted.length / 100.0)) - 1];
    long[] edges = edges(flow);
    return Arrays.stream(edges)
        .filter(edge -> edge * 1_000 > sample)
        .findFirst()
        .orElse(edges[edges.length - 1]);
  }

  long[] in(Instant from, Instant to, int flow, @Nullable Integer node) {
    return samples.stream()
        .filter(sample -> sample.flow == flow && !sample.at.isBefore(from) && sample.at.isBefore(to)
            && (node == null || node == sample.node))
        .mapToLong(Sample::micros)
        .sorted()
        .toArray();
  }

  /** Averages in milliseconds by node; none where there is no sample. */
  Map<Integer, Double> averages(Instant from, Instant to, int flow) {
    Map<Integer, Double> averages = new HashMap<>();
    samples.stream()
        .map(Sample::node)
        .distinct()
        .forEach(node -> Arrays.stream(in(from, to, flow, node))
            .average()
            .ifPresent(average -> averages.put(node, average / 1_000)));
    return averages;
  }
}
