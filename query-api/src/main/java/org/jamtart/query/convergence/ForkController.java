package org.jamtart.query.convergence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jamtart.query.convergence.ForkSql.Contender;
import org.jamtart.query.convergence.ForkSql.Following;
import org.jamtart.query.convergence.ForkView.Fork;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/forks} and {@code GET /api/forks/{slot}}. */
@Tag(name = "Blocks")
@ReadsTables
@RestController
final class ForkController {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 500;
  private static final long LAST_SLOT = 0xffffffffL;

  private static final String ABOUT = "A node follows the block that it names best, from the first time that it does (`since`) to the first time "
      + "that it names another of the same slot (`until`); a node that returns to a block is not seen to. Blocks of which only others "
      + "than their author spoke have no author. Of more than 64 blocks of a slot those of most nodes say who followed them. ";

  private final ForkSql forks;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  ForkController(ForkSql forks, Horizon horizon, TransactionOperations snapshot) {
    this.forks = forks;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "forks", summary = "Slots with more than one block", description = "Newest slot first, those of which a block was "
      + "first reported in the range; by default all that are kept (`tart.persister.convergence.figures`, 7 d). "
      + ABOUT
      + "Answers the question: where did the chain fork, who made the blocks, and how long did nodes follow which? Fed by "
      + "Authored(42), its Authoring(40), Importing(43), BestBlockChanged(11), FinalizedBlockChanged(12).")
  @Ranged
  @Paged
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Slots of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
  @GetMapping("/api/forks")
  ResponseEntity<ForkPage> list(Query query, HttpServletRequest request) {
    TimeRange range = TimeRange.of(query);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    Fingerprint filter = Fingerprint.of("forks", range.key());
    @Nullable
    Cursor cursor = Cursor.of(query, filter);
    return snapshot.execute(status -> {
      List<Long> slots = forks.slots(range, cursor == null ? Long.MAX_VALUE : cursor.first(),
          limit.value() + 1);
      boolean more = slots.size() > limit.value();
      List<Long> page = more ? slots.subList(0, limit.value()) : slots;
      @Nullable
      String next = more ? new Cursor(page.getLast(), 0, 0).text(filter) : null;
      List<Fork> found = grouped(forks.blocks(page)).stream().map(ForkView::of).toList();
      return Links.page(request,
          new ForkPage(found, range.start(), range.end(), forks.since(), more, next, limit.note(),
              horizon.moment()),
          next);
    });
  }

  private static List<List<Contender>> grouped(List<Contender> blocks) {
    List<List<Contender>> slots = new ArrayList<>();
    for (Contender block : blocks) {
      if (slots.isEmpty() || slots.getLast().getFirst().slot() != block.slot()) {
        slots.add(new ArrayList<>());
      }
      slots.getLast().add(block);
    }
    return slots;
  }

  @Operation(operationId = "fork", summary = "A slot with more than one block, and who followed which", description = ABOUT
      + "Answers the question: which node followed which block of this slot, and how long? Fed by Authored(42), its Authoring(40), "
      + "Importing(43), BestBlockChanged(11), FinalizedBlockChanged(12).")
  @GetMapping("/api/forks/{slot}")
  Fork one(
      @Parameter(description = "Number of the slot", schema = @Schema(type = "integer", format = "int64", minimum = "0", maximum = "4294967295")) @PathVariable("slot") String slot) {
    if (!slot.matches("\\d{1,10}") || Long.parseLong(slot) > LAST_SLOT) {
      throw Problem.parameter("slot", slot, "a whole number from 0 to " + LAST_SLOT).asException();
    }
    return snapshot.execute(status -> {
      List<Contender> blocks = forks.followed(Long.parseLong(slot));
      if (blocks.size() < 2) {
        throw Problem.notFound("no more than one block of slot " + slot + " is known").asException();
      }
      Map<Integer, String> nodes = forks.nodes(blocks.stream()
          .flatMap(block -> block.followers().stream())
          .map(Following::node)
          .distinct()
          .toList());
      return ForkView.of(blocks, nodes);
    });
  }

  /**
   * @param completeSince since when nothing has been dropped; null if nothing ever was
   * @param asOf          the moment up to which the log was stored
   */
  @Schema(name = "ForkPage")
  record ForkPage(List<Fork> forks, @Nullable Instant start, @Nullable Instant end,
      @Nullable Instant completeSince, boolean hasMore, @Nullable String next, @Nullable String note,
      Instant asOf) {}
}
