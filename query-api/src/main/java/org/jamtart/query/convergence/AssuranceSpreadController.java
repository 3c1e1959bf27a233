package org.jamtart.query.convergence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jamtart.query.convergence.AssuranceSql.Only;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/assurance-convergence} and its {@code senders}. */
@Tag(name = "Availability")
@ReadsTables
@RestController
final class AssuranceSpreadController {

  private static final String ANCHORS = "assurance_convergence";
  private static final String SENDERS = "assurance_sender_convergence";

  private final AssuranceSql assurances;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  AssuranceSpreadController(AssuranceSql assurances, Horizon horizon, TransactionOperations snapshot) {
    this.assurances = assurances;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "assuranceConvergence", summary = "How fast the assurances about a block spread", description = "For each "
      + "block, by its hash: the receptions of all senders' assurances about it together, each against its sender's "
      + "DistributingAssurance(126), those below 0 as 0; and when the senders began, against the first. Receptions of a sender that "
      + "did not report to distribute are left out until it does. In the range by `first_distributed_at`. With `interval` "
      + "buckets of time instead (an array of `SpreadPoint`), by histograms: percentiles are upper edges of buckets. "
      + SpreadAnswer.FIGURES + SpreadAnswer.PAGED
      + "Answers the question: do assurances arrive in time? Fed by DistributingAssurance(126), AssuranceReceived(131).")
  @SpreadAnswer
  @Skew.Choosable
  @Spaced
  @ApiResponse(responseCode = "200", description = "Blocks, or buckets of time", content = @Content(mediaType = "application/json", array = @ArraySchema(schema = @Schema(oneOf = {
      AssuranceSpread.class, SpreadSeries.SpreadPoint.class}))))
  @GetMapping("/api/grafana/assurance-convergence")
  ResponseEntity<?> anchors(Query query, HttpServletRequest request) {
    Skew skew = Skew.of(query);
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      if (query.text("interval") != null) {
        Spaced.Refusal.ofPages(query);
        TimeRange range = Span.range(query, now);
        return ResponseEntity.ok()
            .headers(Page.covered(range, assurances.since(ANCHORS)))
            .body(assurances.series(range, Interval.of(query, "1m"), skew));
      }
      Page page = Page.of(query, now, "assurance-anchors");
      return page.answer(request, assurances.anchors(page, skew), AssuranceSpread::firstDistributedAt,
          assurances.since(ANCHORS));
    });
  }

  @Operation(operationId = "assuranceSenders", summary = "How fast each node's assurances spread", description = "One entry for each block "
      + "and sender whose assurance reached a node; offsets are from the sender's DistributingAssurance(126), those below 0 as 0. In "
      + "the range by `distributed_at`. With `interval` buckets of time instead (an array of `SpreadPoint`), by histograms. "
      + SpreadAnswer.FIGURES + SpreadAnswer.PAGED
      + "Answers the question: whose assurances are slow? Fed by DistributingAssurance(126), AssuranceReceived(131).")
  @SpreadAnswer
  @Skew.Choosable
  @Spaced
  @Parameter(name = "anchor", in = ParameterIn.QUERY, description = "About one block: the hash of its header, 64 hex digits, with or without 0x", schema = @Schema(type = "string"))
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Of one sender: its id, 64 hex digits", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "200", description = "Senders, or buckets of time", content = @Content(mediaType = "application/json", array = @ArraySchema(schema = @Schema(oneOf = {
      SenderSpread.class, SpreadSeries.SpreadPoint.class}))))
  @GetMapping("/api/grafana/assurance-convergence/senders")
  ResponseEntity<?> senders(Query query, HttpServletRequest request) {
    Skew skew = Skew.of(query);
    String node = query.text("node");
    var only = new Only(Hashes.of(query, "anchor"), node == null ? null : NodeIds.parse("node", node));
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      if (query.text("interval") != null) {
        Spaced.Refusal.ofPages(query);
        TimeRange range = Span.range(query, now);
        return ResponseEntity.ok()
            .headers(Page.covered(range, assurances.since(SENDERS)))
            .body(assurances.series(range, Interval.of(query, "1m"), only, skew));
      }
      Page page = Page.of(query, now, "assurance-senders", only.toString());
      return page.answer(request, assurances.senders(page, only, skew), SenderSpread::distributedAt,
          assurances.since(SENDERS));
    });
  }

  /**
   * How the assurances about a block spread.
   *
   * @param anchor             hash of the block's header
   * @param slot               of the block; null when nobody told it
   * @param slotTimestamp      when the slot begins; null with it
   * @param senderCount        nodes that began to distribute one
   * @param receiverCount      receptions, one of each sender and node
   * @param distStartP50Ms     when the senders began, after the first
   * @param firstDistributedAt when the first sender began
   */
  @Schema(name = "AssuranceSpread")
  record AssuranceSpread(String anchor, @Nullable Long slot, @Nullable Instant slotTimestamp,
      int senderCount, int receiverCount, int p50Ms, int p75Ms, int p95Ms, int p99Ms, int p100Ms,
      int distStartP50Ms, int distStartP95Ms, int distStartP99Ms, int distStartP100Ms,
      Instant firstDistributedAt, Instant lastDistributedAt) {

    static AssuranceSpread of(ResultSet row, Skew skew) throws SQLException {
      Figures figures = Figures.of(row, skew.in("{offsets}"));
      Figures starts = Figures.of(row, "starts");
      Long slot = row.getObject("slot", Long.class);
      return new AssuranceSpread(Figures.hash(row, "anchor"), slot, slot == null ? null : Hashes.start(slot),
          row.getInt("senders"), row.getInt("samples"), figures.p50(), figures.p75(), figures.p95(),
          figures.p99(), figures.p100(), starts.p50(), starts.p95(), starts.p99(), starts.p100(),
          Figures.time(row, "first_at"), Figures.time(row, "last_at"));
    }
  }

  /**
   * How one sender's assurance spread.
   *
   * @param slot      of the block; null when nobody told it
   * @param nodeCount distinct nodes that received it
   */
  @Schema(name = "SenderSpread")
  record SenderSpread(String anchor, @Nullable Long slot, String senderNodeId, int nodeCount, int p50Ms,
      int p75Ms, int p95Ms, int p99Ms, int p100Ms, Instant distributedAt) {

    static SenderSpread of(ResultSet row, Skew skew) throws SQLException {
      Figures figures = Figures.of(row, skew.in("{offsets}"));
      return new SenderSpread(Figures.hash(row, "anchor"), row.getObject("slot", Long.class),
          Figures.node(row, "peer_id"), row.getInt("node_count"), figures.p50(), figures.p75(),
          figures.p95(), figures.p99(), figures.p100(), Figures.time(row, "distributed_at"));
    }
  }
}
