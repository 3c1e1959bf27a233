package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.grafana.CountSql.Authored;
import org.jamtart.query.grafana.CountSql.Highest;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/blocks/summary}. */
@Tag(name = "Blocks")
@ReadsTables
@RestController
final class BlockSummaryController {

  private static final List<Integer> TYPES = List.of(11, 12, 40, 41, 42, 43, 44, 45, 46, 47);
  private static final int AUTHORS = 50;
  private static final int SLOT_SECONDS = 3600;

  private final CountSql counts;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  BlockSummaryController(CountSql counts, Tiers tiers, Horizon horizon, TransactionOperations snapshot) {
    this.counts = counts;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "blockSummary", summary = "How many blocks were made, verified and executed", description = Ranged.COVERS
      + "Totals are reports of all nodes, so a block is imported once per node; `chain` is of now, whatever the range. The 50 nodes "
      + "with most blocks are shown. Answers the question: are blocks produced, verified and executed, and by whom? Fed by "
      + "Authoring(40) to BlockExecuted(47), BestBlockChanged(11), FinalizedBlockChanged(12).")
  @Ranged
  @GetMapping("/api/grafana/blocks/summary")
  ResponseEntity<BlockSummary> summary(Query query) {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      Span span = tiers.total(Span.range(query, now));
      Map<Integer, Long> totals = counts.totals(span, TYPES);
      Highest highest = counts.highest(now.minusSeconds(SLOT_SECONDS));
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new BlockSummary(
              new BlockTotals(of(totals, 40), of(totals, 41), of(totals, 42), of(totals, 43), of(totals, 44),
                  of(totals, 45), of(totals, 46), of(totals, 47), of(totals, 11), of(totals, 12)),
              new BlockChain(highest.best(), highest.finalized()),
              counts.authors(span, AUTHORS).stream().map(BlockAuthor::of).toList()));
    });
  }

  private static long of(Map<Integer, Long> totals, int type) {
    return totals.getOrDefault(type, 0L);
  }

  @Schema(name = "BlockSummary")
  record BlockSummary(BlockTotals totals, BlockChain chain, List<BlockAuthor> authoringByNode) {}

  /** Events of the range by type. */
  @Schema(name = "BlockTotals")
  record BlockTotals(long authoringStarted, long authoringFailed, long authored, long importing,
      long verificationFailed, long verified, long executionFailed, long executed, long bestBlockChanges,
      long finalizedBlockChanges) {}

  /**
   * The highest believable slots of the last hour.
   *
   * @param bestSlot      in BestBlockChanged(11)
   * @param finalizedSlot in FinalizedBlockChanged(12)
   */
  @Schema(name = "BlockChain")
  record BlockChain(@Nullable Long bestSlot, @Nullable Long finalizedSlot) {}

  @Schema(name = "BlockAuthor")
  record BlockAuthor(String nodeId, long blocksAuthored) {

    static BlockAuthor of(Authored authored) {
      return new BlockAuthor(authored.node().toHex(), authored.blocks());
    }
  }
}
