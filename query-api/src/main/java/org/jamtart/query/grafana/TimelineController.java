package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.SortedMap;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/sync-timeline} and {@code connections-timeline}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class TimelineController {

  private static final int CONNECTED_IN = 23;
  private static final int CONNECTED_OUT = 26;
  private static final int DISCONNECTED = 27;

  private final CountSql counts;
  private final NodeActivity activity;
  private final Tiers tiers;
  private final ConnectedSql nodes;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  TimelineController(CountSql counts, NodeActivity activity, Tiers tiers, ConnectedSql nodes, Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.tiers = tiers;
    this.nodes = nodes;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "syncTimeline", summary = "How many nodes keep up with the best block", description = Ranged.COVERS
      + "Of each node the highest slot that it reported in the bucket counts; slots more than an hour ahead of their receipt are "
      + "not believed. Synced is who is at most 2 slots behind the highest of all. Nodes without a report in the bucket are not in "
      + "it. Answers the question: how many nodes keep up? Fed by BestBlockChanged(11).")
  @Ranged
  @Bucketed
  @GetMapping("/api/grafana/sync-timeline")
  ResponseEntity<List<SyncPoint>> sync(Query query) {
    Duration interval = Interval.of(query, "5m");
    return snapshot.execute(status -> {
      Span span = tiers.span(Span.range(query, horizon.moment()), interval);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(activity.byTime(span).stream().filter(at -> at.reported() > 0).map(SyncPoint::of).toList());
    });
  }

  @Operation(operationId = "connectionsTimeline", summary = "Connections between nodes that came and went", description = Ranged.COVERS
      + "A connection is reported by both of its ends when both are observed. `health_stats` is of now, whatever the range. Answers "
      + "the question: is the network stable, or does it churn? Fed by ConnectedIn(23), ConnectedOut(26), Disconnected(27), and for "
      + "`active_nodes` every event.")
  @Ranged
  @Bucketed
  @GetMapping("/api/grafana/connections-timeline")
  ResponseEntity<ConnectionsTimeline> connections(Query query) {
    Duration interval = Interval.of(query, "5m");
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      Span span = tiers.span(Span.range(query, now), interval);
      SortedMap<Instant, Map<Integer, Long>> byTime = new TreeMap<>();
      counts.byType(span, List.of(CONNECTED_IN, CONNECTED_OUT, DISCONNECTED))
          .forEach(point -> byTime.computeIfAbsent(point.ts(), ts -> new TreeMap<>())
              .put((Integer) point.key(), point.count()));
      List<ConnectionsPoint> timeline = new ArrayList<>();
      activity.byTime(span).forEach(at -> {
        Map<Integer, Long> types = byTime.getOrDefault(at.ts(), Map.of());
        timeline.add(new ConnectionsPoint(at.ts(),
            types.getOrDefault(CONNECTED_IN, 0L) + types.getOrDefault(CONNECTED_OUT, 0L),
            types.getOrDefault(DISCONNECTED, 0L), at.nodes()));
      });
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new ConnectionsTimeline(timeline, new HealthStats(nodes.known(), nodes.connected(now))));
    });
  }

  /**
   * @param totalNodes  nodes that reported a best block in the bucket
   * @param syncedNodes those at most 2 slots behind the highest
   * @param networkSlot the highest slot
   */
  @Schema(name = "SyncPoint")
  record SyncPoint(Instant ts, long totalNodes, long syncedNodes, long behindNodes, double syncPercentage,
      long networkSlot) {

    static SyncPoint of(NodeActivity.At at) {
      return new SyncPoint(at.ts(), at.reported(), at.synced(), at.reported() - at.synced(),
          100.0 * at.synced() / at.reported(), at.slot());
    }
  }

  /** @param timeline buckets in which any node said anything */
  @Schema(name = "ConnectionsTimeline")
  record ConnectionsTimeline(List<ConnectionsPoint> timeline, HealthStats healthStats) {}

  /**
   * @param connections    reports of connections made, in and out
   * @param disconnections reports of connections ended
   * @param activeNodes    nodes that said anything in the bucket
   */
  @Schema(name = "ConnectionsPoint")
  record ConnectionsPoint(Instant ts, long connections, long disconnections, long activeNodes) {}

  /**
   * @param totalNodesSeen     nodes that ever connected to TART
   * @param currentlyConnected those that are now
   */
  @Schema(name = "ConnectionHealthStats")
  record HealthStats(long totalNodesSeen, long currentlyConnected) {}
}
