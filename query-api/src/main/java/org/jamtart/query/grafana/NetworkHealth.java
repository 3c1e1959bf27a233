package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How well the network does, from 0 to 100.
 *
 * @param healthScore   mean of the components
 * @param overallHealth {@code healthy} from 90, {@code degraded} from 70, else {@code unhealthy}
 */
@Schema(name = "NetworkHealth")
record NetworkHealth(double healthScore, String overallHealth, List<HealthComponent> components,
    List<HealthAlert> alerts) {

  /** Types that are counted for it. */
  static final List<Integer> TYPES = List.of(41, 42, 44, 45, 46, 47, 92, 94, 99, 122, 125);

  private static final List<Integer> BLOCKS_DONE = List.of(42, 45, 47);
  private static final List<Integer> BLOCKS_FAILED = List.of(41, 44, 46);

  /**
   * @param score  from 0 to 100
   * @param status {@code healthy}, {@code degraded} or {@code unhealthy}
   * @param issues what drags it down, in words; empty while it is healthy
   */
  @Schema(name = "NetworkHealthComponent")
  record HealthComponent(String name, double score, String status, List<String> issues) {}

  /** @param severity {@code warning} or {@code error} */
  @Schema(name = "NetworkHealthAlert")
  record HealthAlert(String severity, String message, String component) {}

  /**
   * @param counts    events of {@link #TYPES} in the range
   * @param events    events of all types in it
   * @param connected nodes that are connected
   * @param expected  nodes that said anything in the range, or are connected
   */
  static NetworkHealth of(Map<Integer, Long> counts, long events, long connected, long expected) {
    long blocks = Categories.sum(counts, BLOCKS_DONE);
    long badBlocks = Categories.sum(counts, BLOCKS_FAILED);
    List<HealthComponent> components = List.of(
        component("block_production", score(blocks, badBlocks), 95, 80,
            badBlocks + " of " + (blocks + badBlocks)
                + " blocks failed at authoring, verification or execution"),
        component("work_packages", score(of(counts, 94), of(counts, 92) + of(counts, 99)), 95, 80,
            of(counts, 92) + " work-packages failed and " + of(counts, 99) + " could not be shared, beside "
                + of(counts, 94) + " that were received"),
        component("data_availability", score(of(counts, 125), of(counts, 122)), 95, 80,
            of(counts, 122) + " shard requests failed beside " + of(counts, 125) + " that were answered"),
        component("connectivity", score(connected, Math.max(0, expected - connected)), 90, 70,
            connected + " of " + expected + " nodes are connected"),
        component("event_throughput", events > 0 ? 100 : 0, 95, 80, "no node said anything"));
    double score = components.stream().mapToDouble(HealthComponent::score).average().orElse(0);
    List<HealthAlert> alerts = new ArrayList<>();
    for (HealthComponent component : components) {
      if (!component.status.equals("healthy")) {
        alerts.add(new HealthAlert(component.status.equals("degraded") ? "warning" : "error",
            String.join("; ", component.issues), component.name));
      }
    }
    return new NetworkHealth(score, status(score, 90, 70), components, alerts);
  }

  private static HealthComponent component(String name, double score, int healthy, int degraded,
      String issue) {
    String status = status(score, healthy, degraded);
    return new HealthComponent(name, score, status,
        status.equals("healthy") ? List.of() : List.of(issue));
  }

  private static String status(double score, int healthy, int degraded) {
    return score >= healthy ? "healthy" : score >= degraded ? "degraded" : "unhealthy";
  }

  /** What is idle is well. */
  private static double score(long good, long bad) {
    return good + bad == 0 ? 100 : 100.0 * good / (good + bad);
  }

  private static long of(Map<Integer, Long> counts, int type) {
    return counts.getOrDefault(type, 0L);
  }
}
