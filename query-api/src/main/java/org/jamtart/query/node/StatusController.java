package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes/{id}/status} and {@code /status/enhanced}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class StatusController {

  private static final Duration ACTIVITY = Duration.ofHours(24);

  private final NodeSql nodes;
  private final LatestSql latest;
  private final NodeCountSql counts;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  StatusController(NodeSql nodes, LatestSql latest, NodeCountSql counts, Horizon horizon,
      TransactionOperations snapshot) {
    this.nodes = nodes;
    this.latest = latest;
    this.counts = counts;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeStatus", summary = "How one node is doing", description = "What it said last, however long ago, by the "
      + "times of its events; slots are 0 where it never said one. Answers the question: where in the chain is this node, does it "
      + "think that it is in sync, and what does it hold? Fed by Status(10), BestBlockChanged(11), FinalizedBlockChanged(12), "
      + "SyncStatusChanged(13), the totals of every event.")
  @GetMapping("/api/nodes/{id}/status")
  ResponseEntity<NodeStatus> status(@PathVariable("id") String id, Query query) {
    Bytes32 peer = NodeIds.parse("id", id);
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(transaction -> {
      NodeRow row = nodes.one(peer, horizon.moment()).orElseThrow(() -> NodeController.unknown(peer));
      return NodeStatus.of(row, latest.latest(row.number()), nodes.eventsByType(row.number()));
    }));
  }

  @Operation(operationId = "nodeStatusEnhanced", summary = "How one node is doing, and what it did", description = "The status with the "
      + "node's own fields at the top, and guarantees and tickets of the last 24 hours, in whole hours (`start`, `end`). Answers the "
      + "question: how is this node doing, and for which cores and how much does it work? Fed by Status(10), BestBlockChanged(11), "
      + "FinalizedBlockChanged(12), SyncStatusChanged(13), GeneratingTickets(80), TicketsGenerated(82), WorkPackageReceived(94), "
      + "GuaranteeBuilt(105), the totals of every event.")
  @GetMapping("/api/nodes/{id}/status/enhanced")
  ResponseEntity<EnhancedStatus> enhanced(@PathVariable("id") String id, Query query) {
    Bytes32 peer = NodeIds.parse("id", id);
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(transaction -> {
      Instant now = horizon.moment();
      NodeRow row = nodes.one(peer, now).orElseThrow(() -> NodeController.unknown(peer));
      NodeStatus status = NodeStatus.of(row, latest.latest(row.number()), nodes.eventsByType(row.number()));
      Instant from = Tier.HOUR.bucket(now.minus(ACTIVITY));
      Instant to = Tier.HOUR.bucket(now).plus(Tier.HOUR.length());
      return EnhancedStatus.of(status, counts.byCore(row.number(), EnhancedStatus.TYPES, from, to), count -> {
        @Nullable
        Instant last = counts.last(row.number(), count.type(), count.bucket());
        return last == null ? count.bucket() : last;
      }, from, now);
    }));
  }
}
