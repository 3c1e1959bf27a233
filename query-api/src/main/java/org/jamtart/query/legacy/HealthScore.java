package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.bucket.NodeActivity.Active;

/**
 * How well the network does, by the rules of the older surface.
 *
 * @param overallHealth {@code healthy} from 75, {@code degraded} from 45, else {@code unhealthy}
 * @param healthScore   mean of the components, 0 to 100
 */
@Schema(name = "LegacyNetworkHealth")
record HealthScore(String overallHealth, double healthScore, List<Component> components, List<Alert> alerts,
    List<String> recommendations) {

  static final List<Integer> TYPES = List.of(40, 41, 42, 44, 46, 92, 94, 105, 120, 122, 124);

  private static final int UNKNOWN_BLOCKS = 70;
  private static final int UNKNOWN = 50;

  @Schema(name = "LegacyHealthComponent")
  record Component(String name, String status, int score, Map<String, Long> metrics, List<String> issues) {

    static Component of(String name, double score, int healthy, int degraded, Map<String, Long> metrics,
        String issue) {
      int rounded = (int) Math.round(Math.max(0, Math.min(100, score)));
      String status = rounded >= healthy ? "healthy" : rounded >= degraded ? "degraded" : "unhealthy";
      return new Component(name, status, rounded, metrics,
          status.equals("healthy") ? List.of() : List.of(issue));
    }
  }

  @Schema(name = "LegacyHealthAlert")
  record Alert(String severity, String message, String component, Instant timestamp, boolean acknowledged) {}

  static HealthScore of(Map<Integer, Long> counts, Active range, Active minute, Instant now) {
    long authored = get(counts, 42);
    long attempts = get(counts, 40);
    long badBlocks = get(counts, 41) + get(counts, 44) + get(counts, 46);
    long shards = get(counts, 120) + get(counts, 124);
    long badShards = get(counts, 122);
    long received = get(counts, 94);
    long badPackages = get(counts, 92);
    List<Component> components = List.of(
        Component.of("Node Connectivity", part(minute.nodes(), range.nodes(), 0), 80, 50,
            metrics("active_1m", minute.nodes(), "active_1h", range.nodes()),
            minute.nodes() + " of " + range.nodes() + " nodes said something in the last minute"),
        Component.of("Block Production",
            attempts > 0 ? part(authored, attempts, 0) : range.events() > 0 ? UNKNOWN_BLOCKS : 0, 80, 50,
            metrics("authored", authored, "attempts", attempts, "failures", badBlocks),
            authored + " of " + attempts + " attempts made a block"),
        Component.of("Data Availability", shards == 0 ? UNKNOWN : 100 - part(badShards, shards, 0), 90, 60,
            metrics("operations", shards, "failures", badShards),
            badShards + " of " + shards + " shard requests failed"),
        Component.of("Work Packages", part(received, received + badPackages, UNKNOWN), 90, 60,
            metrics("received", received, "failures", badPackages, "guarantees", get(counts, 105)),
            badPackages + " work-packages failed beside " + received + " received"),
        Component.of("Event Throughput",
            minute.events() > 100 ? 100 : minute.events() > 10 ? 80 : minute.events() > 0 ? 50 : 0, 80, 50,
            metrics("events_per_minute", minute.events()), minute.events() + " events in the last minute"));
    double score = components.stream().mapToInt(Component::score).average().orElse(0);
    List<Alert> alerts = new ArrayList<>();
    alert(alerts, minute.nodes() == 0, "critical", "no node said anything in the last minute", "connectivity",
        now);
    alert(alerts, badBlocks > 3, "warning", badBlocks + " blocks failed", "block_production", now);
    alert(alerts, badShards > 5, "warning", badShards + " shard requests failed", "data_availability", now);
    alert(alerts, badPackages > 0, "warning", badPackages + " work-packages failed", "work_packages", now);
    return new HealthScore(score >= 75 ? "healthy" : score >= 45 ? "degraded" : "unhealthy", score,
        components,
        alerts, List.of());
  }

  private static void alert(List<Alert> alerts, boolean raised, String severity, String message,
      String component, Instant now) {
    if (raised) {
      alerts.add(new Alert(severity, message, component, now, false));
    }
  }

  private static double part(long part, long all, double otherwise) {
    return all == 0 ? otherwise : 100.0 * part / all;
  }

  private static long get(Map<Integer, Long> counts, int type) {
    return counts.getOrDefault(type, 0L);
  }

  private static Map<String, Long> metrics(Object... pairs) {
    Map<String, Long> metrics = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      metrics.put((String) pairs[i], (Long) pairs[i + 1]);
    }
    return metrics;
  }
}
