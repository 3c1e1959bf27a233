package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/network-health}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class NetworkHealthController {

  private final CountSql counts;
  private final NodeActivity activity;
  private final Tiers tiers;
  private final ConnectedSql nodes;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  NetworkHealthController(CountSql counts, NodeActivity activity, Tiers tiers, ConnectedSql nodes,
      Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.tiers = tiers;
    this.nodes = nodes;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "networkHealth", summary = "How well the network does, and what drags it down", description = Ranged.COVERS
      + "Five components from 0 to 100, of which the idle ones have 100, and their mean. A failed block counts against the blocks that "
      + "the same nodes authored, verified and executed, so one bad block does not weigh as much as all good ones. Connectivity is of "
      + "now: of the nodes that said anything in the range, how many are connected. Answers the question: is the network healthy, and "
      + "which part is not? Fed by AuthoringFailed(41), Authored(42), BlockVerificationFailed(44), BlockVerified(45), "
      + "BlockExecutionFailed(46), BlockExecuted(47), WorkPackageFailed(92), WorkPackageReceived(94), WorkPackageSharingFailed(99), "
      + "ShardRequestFailed(122), ShardsTransferred(125), the number of all events, and the connections to TART.")
  @Ranged
  @GetMapping("/api/grafana/network-health")
  ResponseEntity<NetworkHealth> health(Query query) {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      Span span = tiers.total(Span.range(query, now));
      var active = activity.active(span);
      long connected = nodes.connected(now);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(NetworkHealth.of(counts.totals(span, NetworkHealth.TYPES), active.events(), connected,
              Math.max(active.nodes(), connected)));
    });
  }
}
