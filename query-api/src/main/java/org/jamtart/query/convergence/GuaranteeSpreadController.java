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
import java.util.List;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Span;
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

/** {@code GET /api/grafana/guarantee-convergence} and its {@code detail}. */
@Tag(name = "Guarantees")
@ReadsTables
@RestController
final class GuaranteeSpreadController {

  private final GuaranteeSql guarantees;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GuaranteeSpreadController(GuaranteeSql guarantees, Horizon horizon, TransactionOperations snapshot) {
    this.guarantees = guarantees;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "guaranteeConvergence", summary = "How fast the guarantees of a slot spread", description = "All receptions of "
      + "all guarantees of a slot together, each against the moment at which its own was built, those below 0 as 0. In the range by "
      + "`built_at`, the slot's first. Reports that no guarantor reported to have built are not in it. With `interval` buckets of time "
      + "instead (an array of `SpreadPoint`), by histograms: percentiles are upper edges of buckets. "
      + SpreadAnswer.FIGURES
      + SpreadAnswer.PAGED
      + "Answers the question: how fast do guarantees spread? Fed by GuaranteeBuilt(105), GuaranteeReceived(112).")
  @SpreadAnswer
  @Skew.Choosable
  @Spaced
  @ApiResponse(responseCode = "200", description = "Slots, or buckets of time", content = @Content(mediaType = "application/json", array = @ArraySchema(schema = @Schema(oneOf = {
      GuaranteeSlot.class, SpreadSeries.SpreadPoint.class}))))
  @GetMapping("/api/grafana/guarantee-convergence")
  ResponseEntity<?> slots(Query query, HttpServletRequest request) {
    Skew skew = Skew.of(query);
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      @Nullable
      Instant since = guarantees.since("guarantee_slot_convergence");
      if (query.text("interval") != null) {
        Spaced.Refusal.ofPages(query);
        TimeRange range = Span.range(query, now);
        return ResponseEntity.ok()
            .headers(Page.covered(range, since))
            .body(guarantees.series(range, Interval.of(query, "1m"), skew));
      }
      Page page = Page.of(query, now, "guarantee-slots");
      return page.answer(request, guarantees.slots(page, skew), GuaranteeSlot::builtAt, since);
    });
  }

  @Operation(operationId = "guaranteeConvergenceDetail", summary = "How fast each guarantee spread", description = "One entry for each "
      + "work-report, by its hash, whose guarantee reached a node; offsets are from its first GuaranteeBuilt(105), and below 0 where "
      + "clocks are wrong. Core, package and builder come from that guarantor's events before. A report that no guarantor reported "
      + "to have built is absent until one does. In the range by `built_at`. " + SpreadAnswer.FIGURES
      + SpreadAnswer.PAGED
      + "Answers the question: which report was slow to spread? Fed by GuaranteeBuilt(105), GuaranteeReceived(112), "
      + "WorkPackageReceived(94).")
  @SpreadAnswer
  @Skew.Choosable
  @Parameter(name = "core", in = ParameterIn.QUERY, description = "Of one core", schema = @Schema(type = "integer", minimum = "0", maximum = "65535"))
  @Parameter(name = "wp_hash", in = ParameterIn.QUERY, description = "Of one work-package: 64 hex digits, with or without 0x", schema = @Schema(type = "string"))
  @GetMapping("/api/grafana/guarantee-convergence/detail")
  ResponseEntity<List<GuaranteeSpread>> reports(Query query, HttpServletRequest request) {
    Skew skew = Skew.of(query);
    @Nullable
    Integer core = Hashes.core(query);
    @Nullable
    Bytes32 workPackage = Hashes.of(query, "wp_hash");
    return snapshot.execute(status -> {
      Page page = Page.of(query, horizon.moment(), "guarantees", core + "", workPackage + "");
      return page.answer(request, guarantees.reports(page, core, workPackage, skew),
          GuaranteeSpread::builtAt, guarantees.since("guarantee_convergence"));
    });
  }

  /**
   * The guarantees of a slot.
   *
   * @param slotTimestamp  when the slot begins
   * @param guaranteeCount guarantees that reached a node
   * @param nodeCount      distinct nodes that the one reached that reached fewest
   * @param sampleCount    receptions, one of each node and guarantee
   * @param builtAt        when the first was built
   */
  @Schema(name = "GuaranteeSlot")
  record GuaranteeSlot(long slot, Instant slotTimestamp, int guaranteeCount, int nodeCount, int sampleCount,
      int p50Ms, int p75Ms, int p95Ms, int p99Ms, int p100Ms, Instant builtAt) {

    static GuaranteeSlot of(ResultSet row, Skew skew) throws SQLException {
      Figures figures = Figures.of(row, skew.in("{offsets}"));
      long slot = row.getLong("slot");
      return new GuaranteeSlot(slot, Hashes.start(slot), row.getInt("guarantees"), row.getInt("node_count"),
          row.getInt("samples"), figures.p50(), figures.p75(), figures.p95(), figures.p99(), figures.p100(),
          Figures.time(row, "built_at"));
    }
  }

  /**
   * How the guarantee of a report spread.
   *
   * @param core          null when the guarantor's events before were not seen
   * @param wpHash        the same
   * @param builderNodeId who built it first
   * @param nodeCount     distinct nodes that received it
   */
  @Schema(name = "GuaranteeSpread")
  record GuaranteeSpread(String workReportHash, long slot, @Nullable Integer core, @Nullable String wpHash,
      String builderNodeId, int nodeCount, int p50Ms, int p75Ms, int p95Ms, int p99Ms, int p100Ms,
      Instant builtAt) {

    static GuaranteeSpread of(ResultSet row, Skew skew) throws SQLException {
      Figures figures = Figures.of(row, skew.in("{offsets}"));
      return new GuaranteeSpread(Figures.hash(row, "hash"), row.getLong("slot"),
          row.getObject("core", Integer.class), Figures.hex(row.getBytes("package")),
          Figures.node(row, "peer_id"), row.getInt("node_count"), figures.p50(), figures.p75(),
          figures.p95(), figures.p99(), figures.p100(), Figures.time(row, "built_at"));
    }
  }
}
