package org.jamtart.query.convergence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/blocks/convergence} and {@code contents}. */
@Tag(name = "Blocks")
@ReadsTables
@RestController
final class BlockSpreadController {

  private static final Set<Integer> TYPES = Set.of(11, 12, 40, 42, 43);

  private final BlockSql blocks;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  BlockSpreadController(BlockSql blocks, Horizon horizon, TransactionOperations snapshot) {
    this.blocks = blocks;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "blockConvergence", summary = "How fast blocks spread", description = "For each block, by its hash, and each "
      + "type of event: when nodes reported it, after the author's Authored(42) (so 40 and 42 are not above 0, and a clock that is "
      + "wrong can take others below). Blocks of one slot are not mixed: each has rows of its own. In the range by `authored_at`; "
      + "blocks whose author did not report them are absent. " + SpreadAnswer.FIGURES + SpreadAnswer.PAGED
      + "Answers the question: how fast does a block spread? Fed by Authored(42), to whose block its Authoring(40) is counted, "
      + "BestBlockChanged(11), FinalizedBlockChanged(12), Importing(43).")
  @SpreadAnswer
  @Skew.Choosable
  @Parameter(name = "event_type", in = ParameterIn.QUERY, description = "Types between commas: 11, 12, 40, 42, 43, or their names")
  @GetMapping("/api/grafana/blocks/convergence")
  ResponseEntity<List<BlockSpread>> convergence(Query query, HttpServletRequest request) {
    @Nullable
    SortedSet<Integer> types = TypeNames.parse("event_type", query.list(TYPES.size(), "event_type"));
    if (types != null && !TYPES.containsAll(types)) {
      throw Problem.parameter("event_type", types.toString(), "of 11, 12, 40, 42, 43").asException();
    }
    Skew skew = Skew.of(query);
    return snapshot.execute(status -> {
      Page page = Page.of(query, horizon.moment(), "block-convergence", types + "");
      return page.answer(request, blocks.convergence(page, types, skew), BlockSpread::authoredAt,
          blocks.since("block_convergence"));
    });
  }

  @Operation(operationId = "blockContents", summary = "What is in the blocks", description = "One entry for each block that its author "
      + "reported, in the range by its time, for as long as `tart.persister.convergence.blocks` (30 d). "
      + SpreadAnswer.PAGED
      + "Answers the question: how full are blocks, and of what? Fed by Authored(42), the slot by the Authoring(40) that it "
      + "refers to.")
  @SpreadAnswer
  @GetMapping("/api/grafana/blocks/contents")
  ResponseEntity<List<BlockContents>> contents(Query query, HttpServletRequest request) {
    return snapshot.execute(status -> {
      Page page = Page.of(query, horizon.moment(), "block-contents");
      return page.answer(request, blocks.contents(page), BlockContents::timestamp,
          blocks.since("authored_block"));
    });
  }

  /**
   * When nodes reported what of a block.
   *
   * @param slot         null when nobody told it
   * @param hash         of the header
   * @param authorNodeId whose Authored(42) is the anchor
   * @param nodeCount    distinct nodes that reported
   * @param authoredAt   the anchor
   */
  record BlockSpread(@Nullable Long slot, int eventType, String eventTypeName, int nodeCount, int p50Ms,
      int p75Ms, int p95Ms, int p99Ms, int p100Ms, Instant authoredAt, String hash, String authorNodeId) {

    static BlockSpread of(ResultSet row, Skew skew) throws SQLException {
      Figures figures = Figures.of(row, skew.in("{offsets}"));
      int type = row.getInt("type");
      return new BlockSpread(row.getObject("slot", Long.class), type, TypeNames.name(type),
          row.getInt("node_count"), figures.p50(), figures.p75(), figures.p95(), figures.p99(),
          figures.p100(), Figures.time(row, "authored_at"), Figures.hash(row, "hash"),
          Figures.node(row, "peer_id"));
    }
  }

  /**
   * What is in a block.
   *
   * @param slot          null when the author's Authoring(40) was not seen
   * @param extrinsicSize size of the block, bytes
   * @param hash          of the header
   */
  record BlockContents(@Nullable Long slot, Instant timestamp, String nodeId, long numGuarantees,
      long numAssurances, long numPreimages, long numTickets, long numDisputes, long extrinsicSize,
      String hash) {

    static BlockContents of(ResultSet row) throws SQLException {
      return new BlockContents(row.getObject("slot", Long.class), Figures.time(row, "time"),
          Figures.node(row, "peer_id"), row.getLong("guarantees"), row.getLong("assurances"),
          row.getLong("preimages"), row.getLong("tickets"), row.getLong("disputes"), row.getLong("size"),
          Figures.hash(row, "hash"));
    }
  }
}
