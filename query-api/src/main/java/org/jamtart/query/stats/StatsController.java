package org.jamtart.query.stats;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.time.Instant;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/stats}. */
@Tag(name = "System")
@ReadsTables
@RestController
final class StatsController {

  private final StatsSql stats;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  StatsController(StatsSql stats, Horizon horizon, TransactionOperations snapshot) {
    this.stats = stats;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "stats", summary = "Figures of the whole network", description = "Counts are over all time and all nodes, the "
      + "events that are not kept any more included. `best_block` and `finalized_block` are the highest slots among what each node "
      + "said last of them, whenever that was; slots more than an hour ahead of their time are not believed; 0 when "
      + "there are none. Answers the question: how much has been reported, and how far is the chain? Fed by the totals of every "
      + "event, Dropped(0), BestBlockChanged(11), FinalizedBlockChanged(12), Authored(42).")
  @GetMapping("/api/stats")
  ResponseEntity<Stats> stats(Query query) {
    Stats answer = snapshot.execute(status -> {
      Instant moment = horizon.moment();
      StatsSql.Totals totals = stats.totals(moment);
      return new Stats(totals.authored(), stats.highestSlot(StatsSql.BEST_BLOCK_CHANGED),
          stats.highestSlot(StatsSql.FINALIZED_BLOCK_CHANGED), totals.events(), totals.malformed(),
          totals.unknown(),
          totals.expired(), totals.dropped(), totals.nodes(), totals.connected(), totals.sessions(), moment);
    });
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .body(answer);
  }

  /**
   * @param totalBlocksAuthored events Authored(42)
   * @param bestBlock           highest slot in BestBlockChanged(11)
   * @param finalizedBlock      highest slot in FinalizedBlockChanged(12)
   * @param eventCount          events, those of unknown types included
   * @param malformed           messages that did not decode
   * @param unknown             events of types that this version does not know
   * @param expired             events that were past retention when they came
   * @param dropped             events that the nodes say they dropped: the sum of the numbers in Dropped(0)
   * @param nodes               nodes that ever connected
   * @param connected           nodes that are connected
   * @param sessions            connections that there ever were
   * @param asOf                the moment at which was judged who is connected: up to it the log is stored
   */
  @Schema(name = "Stats")
  record Stats(BigInteger totalBlocksAuthored, long bestBlock, long finalizedBlock, BigInteger eventCount,
      BigInteger malformed, BigInteger unknown, BigInteger expired, BigInteger dropped, long nodes,
      long connected,
      long sessions, Instant asOf) {}
}
