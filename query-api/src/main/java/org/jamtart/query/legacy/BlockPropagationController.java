package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Buckets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/analytics/block-propagation}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyPropagation")
final class BlockPropagationController {

  private final PropagationSql sql;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  BlockPropagationController(PropagationSql sql, Horizon horizon, TransactionOperations snapshot) {
    this.sql = sql;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyBlockPropagation", deprecated = true, summary = "How fast blocks spread", description = "Of the blocks that were authored in the "
      + "range: from their authoring to the beginning of their import on each other node, in milliseconds, from merged histograms (upper edges "
      + "of the buckets), keyed by block, so forks do not mix. A mean cannot be told from that and is absent. `by_node` is in whole hours, the "
      + "50 nodes with most announcements. Successor: /api/grafana/blocks/convergence. Answers the question: how fast does a block reach "
      + "the nodes? Fed by Authored(42), Importing(43), BlockAnnounced(62), BlockTransferred(68).")
  @Lasting
  @GetMapping("/api/analytics/block-propagation")
  ResponseEntity<Propagation> propagation(Query query) {
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = Lasting.Back.of(query, "1h", now);
      return new Propagation(Spread.of(sql.spread(range)), sql.nodes(range), now);
    }));
  }

  /** @param lastHour of the range, whatever the name says */
  @Schema(name = "LegacyPropagation")
  record Propagation(Spread lastHour, List<OfNode> byNode, Instant timestamp) {}

  @Schema(name = "LegacySpread")
  record Spread(@Nullable Double avgPropagationMs, @Nullable Long p50PropagationMs,
      @Nullable Long p95PropagationMs, @Nullable Long p99PropagationMs, long sampleCount) {

    static Spread of(long[] counts) {
      return new Spread(null, Buckets.SPREAD.percentileMillis(counts, 50),
          Buckets.SPREAD.percentileMillis(counts, 95), Buckets.SPREAD.percentileMillis(counts, 99),
          LongStream.of(counts).sum());
    }
  }

  /**
   * @param blocksAnnounced  announcements of blocks to or from the node
   * @param blocksReceived   transfers of blocks, in either direction
   * @param blocksOriginated blocks that it authored
   */
  @Schema(name = "LegacyPropagationOfNode")
  record OfNode(String nodeId, long blocksAnnounced, long blocksReceived, long blocksOriginated) {}
}
