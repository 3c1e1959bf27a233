package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/analytics/network-health}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyNetworkHealth")
final class NetworkHealthController {

  private static final long MINUTE_SECONDS = 60;

  private final LegacyCountSql counts;
  private final NodeActivity activity;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  NetworkHealthController(LegacyCountSql counts, NodeActivity activity, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyNetworkHealth", deprecated = true, summary = "How well the network does, by older rules", description = "Connectivity is who said "
      + "something in the last minute, of those who did in the range; the last minute is in whole half minutes. Successor: "
      + "/api/grafana/network-health. Answers the question: is the network healthy? Fed by Authoring(40), AuthoringFailed(41), "
      + "Authored(42), BlockVerificationFailed(44), BlockExecutionFailed(46), WorkPackageFailed(92), WorkPackageReceived(94), "
      + "GuaranteeBuilt(105), SendingShardRequest(120), ShardRequestFailed(122), ShardRequestReceived(124), and the number of all events.")
  @Lasting
  @GetMapping("/api/analytics/network-health")
  ResponseEntity<HealthScore> health(Query query) {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = Lasting.Back.of(query, "1h", now);
      Span span = tiers.total(range);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(HealthScore.of(counts.totals(span, HealthScore.TYPES), activity.active(span),
              activity.active(tiers.span(new TimeRange(now.minusSeconds(MINUTE_SECONDS), now),
                  Tier.HALF_MINUTE.length())),
              now));
    });
  }
}
