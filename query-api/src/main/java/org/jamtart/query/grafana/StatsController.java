package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.grafana.CountSql.Highest;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/stats}. */
@Tag(name = "Network")
@ReadsTables
@RestController("grafanaStats")
final class StatsController {

  private static final int AUTHORED = 42;
  private static final int FAILED = 92;
  private static final int RECEIVED = 94;
  private static final int GUARANTEE_BUILT = 105;
  private static final int LIVE_SECONDS = 10;
  private static final int ACTIVE_SECONDS = 60;
  private static final int SLOT_SECONDS = 3600;

  private final CountSql counts;
  private final NodeActivity activity;
  private final Tiers tiers;
  private final ConnectedSql nodes;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  StatsController(CountSql counts, NodeActivity activity, Tiers tiers, ConnectedSql nodes, Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.tiers = tiers;
    this.nodes = nodes;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "grafanaStats", summary = "Whether the network is alive, and what happened in a range", description = Ranged.COVERS
      + "The rates, the slots and the nodes are of now, whatever the range. Answers the question: is the network alive, and how much "
      + "happened? Fed by Authored(42), WorkPackageFailed(92), WorkPackageReceived(94), GuaranteeBuilt(105), BestBlockChanged(11), "
      + "FinalizedBlockChanged(12), and the number of all events.")
  @Ranged
  @GetMapping("/api/grafana/stats")
  ResponseEntity<Stats> stats(Query query) {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      Span span = tiers.total(Span.range(query, now));
      Map<Integer, Long> totals = counts.totals(span, List.of(AUTHORED, FAILED, RECEIVED, GUARANTEE_BUILT));
      Instant second = Tier.SECOND.bucket(now);
      Highest highest = counts.highest(now.minusSeconds(SLOT_SECONDS));
      Span recent = tiers.span(
          new TimeRange(now.minusSeconds(ACTIVE_SECONDS), now),
          Duration.ofSeconds(30));
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new Stats(nodes.connected(now), of(totals, AUTHORED), of(totals, GUARANTEE_BUILT),
              of(totals, FAILED), of(totals, RECEIVED), rate(second, CountSql.ALL), rate(second, AUTHORED),
              highest.best(), highest.finalized(), activity.active(recent).nodes(), now));
    });
  }

  private double rate(Instant second, int type) {
    return (double) counts.seconds(second.minusSeconds(LIVE_SECONDS), second, type) / LIVE_SECONDS;
  }

  private static long of(Map<Integer, Long> totals, int type) {
    return totals.getOrDefault(type, 0L);
  }

  /**
   * @param connectedNodes  nodes that are connected now
   * @param slotEvents      blocks authored in the range
   * @param guarantees      guarantees built in the range
   * @param failures        work-packages that failed in the range, once per guarantor
   * @param wpEvents        work-packages received in the range, once per guarantor
   * @param eventsPerSec_10s events a second, in the last ten whole seconds
   * @param blocksPerSec_10s blocks authored a second, in the same
   * @param bestSlot        highest believable slot in BestBlockChanged of the last hour
   * @param finalizedSlot   the same of FinalizedBlockChanged
   * @param activeNodes     nodes that said something in the last minute
   * @param asOf            what *now* is: the moment up to which the log is stored
   */
  @Schema(name = "NetworkStats")
  record Stats(long connectedNodes, long slotEvents, long guarantees, long failures, long wpEvents,
      double eventsPerSec_10s, double blocksPerSec_10s,
      @Nullable Long bestSlot, @Nullable Long finalizedSlot, long activeNodes, Instant asOf) {}
}
