package org.jamtart.query.latency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.query.fixture.Rows;
import org.jspecify.annotations.Nullable;

/** Durations of the test's own: written as the contract of the tables says, and remembered, to be sorted. */
final class Samples {

  private static final long[] SHARD = {0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 5000};
  private static final long[] SPREAD = {0, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2000, 5000,
      10000,
      15000, 20000, 25000, 30000, 60000, 120000};
  private static final Map<Integer, Long> TIERS = Map.of(2, 60L, 3, 3_600L);
  private static final int MOST = 23;

  private record Cell(String owner, int tier, Instant time, int flow, int number) {}

  private record Sample(Instant at, int node, int flow, long micros) {}

  private final Rows rows;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<Cell, long[]> cells = new HashMap<>();

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

  /** A duration; nodes are spread over two partitions of the log. */
  void add(Instant at, int node, int flow, long micros, boolean failed) {
    samples.add(new Sample(at, node, flow, micros));
    int bucket = 0;
    while (bucket + 1 < edges(flow).length && micros >= edges(flow)[bucket + 1] * 1_000) {
      bucket++;
    }
    count(at, node, flow, failed ? 1 : 0, 0, micros, bucket, 1);
  }

  /** An end without a beginning. */
  void unpaired(Instant at, int node, int flow) {
    count(at, node, flow, 0, 1, 0, 0, 0);
  }

  private void count(Instant at, int node, int flow, long failed, long unpaired, long micros, int bucket,
      long count) {
    TIERS.forEach((tier, seconds) -> {
      Instant time = Instant.ofEpochSecond(at.getEpochSecond() / seconds * seconds);
      for (String owner : List.of("node", "partition")) {
        long[] row = cells.computeIfAbsent(
            new Cell(owner, tier, time, flow, owner.equals("node") ? node : node % 2),
            key -> new long[3 + MOST]);
        row[0] += failed;
        row[1] += unpaired;
        row[2] += micros;
        row[3 + bucket] += count;
      }
    });
  }

  /** Writes the rows of all that was added; a count of none is null. */
  void write() {
    String counts = IntStream.range(0, MOST).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    Map.of("node", "node_latency", "partition", "network_latency")
        .forEach((owner, table) -> rows.execute("insert into " + table + " (tier, bucket, flow, " + owner
            + ", failed, unpaired, micros, " + counts + ") values "
            + cells.entrySet()
                .stream()
                .filter(cell -> cell.getKey().owner.equals(owner))
                .map(cell -> values(cell.getKey(), cell.getValue()))
                .collect(Collectors.joining(", "))));
  }

  private static String values(Cell cell, long[] row) {
    return "(%d, '%s', %d, %d, %d, %d, %d, %s)".formatted(cell.tier, cell.time, cell.flow, cell.number,
        row[0], row[1],
        row[2], IntStream.range(0, MOST)
            .mapToObj(i -> row[3 + i] == 0 ? "null" : Long.toString(row[3 + i]))
            .collect(Collectors.joining(", ")));
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
