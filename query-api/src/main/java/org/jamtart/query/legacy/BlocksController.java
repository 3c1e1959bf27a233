package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/blocks}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyBlocks")
final class BlocksController {

  private static final int RECENT = 50;
  private static final List<Integer> TYPES = Stream
      .concat(Stream.of(11, 12), IntStream.rangeClosed(40, 47).boxed())
      .toList();

  private final LegacyCountSql counts;
  private final LegacyNodeSql nodes;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  BlocksController(LegacyCountSql counts, LegacyNodeSql nodes, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.nodes = nodes;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyBlocks", deprecated = true, summary = "Events about blocks", description = "Events, once per node that "
      + "reports them; `chain` has the highest slots that nodes said last, 0 for none; `authoring_by_node` and `recent_authored` are of "
      + "the range. Successor: /api/grafana/blocks/summary. Answers the question: are blocks produced, verified and executed? Fed by "
      + "BestBlockChanged(11), FinalizedBlockChanged(12), Authoring(40), AuthoringFailed(41), Authored(42), Importing(43), "
      + "BlockVerificationFailed(44), BlockVerified(45), BlockExecutionFailed(46), BlockExecuted(47).")
  @Lasting
  @GetMapping("/api/blocks")
  ResponseEntity<Blocks> blocks(Query query) {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = Lasting.Back.of(query, "1h", now);
      Span span = tiers.total(range);
      Map<Integer, Long> totals = counts.totals(span, TYPES);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new Blocks(
              new BlockTotals(of(totals, 40), of(totals, 41), of(totals, 42), of(totals, 43), of(totals, 44),
                  of(totals, 45), of(totals, 46), of(totals, 47), of(totals, 11), of(totals, 12)),
              nodes.chain(now), nodes.authors(range), nodes.authored(range, RECENT)));
    });
  }

  private static long of(Map<Integer, Long> totals, int type) {
    return totals.getOrDefault(type, 0L);
  }

  @Schema(name = "LegacyBlocks")
  record Blocks(BlockTotals totals, Chain chain, List<Author> authoringByNode,
      List<RecentBlock> recentAuthored) {}

  @Schema(name = "LegacyBlockTotals")
  record BlockTotals(long authoringStarted, long authoringFailed, long authored, long importing,
      long verificationFailed, long verified, long executionFailed, long executed, long bestBlockChanges,
      long finalizedBlockChanges) {}

  @Schema(name = "LegacyChain")
  record Chain(long bestSlot, long finalizedSlot) {}

  @Schema(name = "LegacyAuthor")
  record Author(String nodeId, long blocksAuthored) {

    static Author of(byte[] peer, long blocks) {
      return new Author(Bytes32.of(peer).toHex(), blocks);
    }
  }

  /** @param slot absent where the beginning of the authoring was not seen */
  @Schema(name = "LegacyRecentBlock")
  record RecentBlock(String nodeId, Instant timestamp, @Nullable Long slot, String hash) {}
}
