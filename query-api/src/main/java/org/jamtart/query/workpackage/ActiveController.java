package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.workpackage.FunnelSql.Counts;
import org.jamtart.query.workpackage.FunnelSql.Reason;
import org.jamtart.query.workpackage.TimingSql.Timing;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/wp-active}. */
@Tag(name = "Work packages")
@ReadsTables
@RestController
final class ActiveController {

  private static final int DEFAULT_LIMIT = 200;
  private static final int MOST = 1_000;
  private static final int REASONS = 50;

  private final PackageSql packages;
  private final FunnelSql funnel;
  private final TimingSql timing;
  private final Windows windows;
  private final TransactionOperations snapshot;

  ActiveController(PackageSql packages, FunnelSql funnel, TimingSql timing, Windows windows,
      TransactionOperations snapshot) {
    this.packages = packages;
    this.funnel = funnel;
    this.timing = timing;
    this.windows = windows;
    this.snapshot = snapshot;
  }

  /** What a page was made of. */
  private record Found(Window window, ActivePackages body) {}

  @Operation(operationId = "wpActive", summary = "Which packages there were lately, and how they do", description = Windows.COVERS
      + "Packages come newest first, by pages; `summary`, `reached`, `stage_duration_percentiles` and `failure_breakdown` (the 50 "
      + "commonest reasons, numbers and hashes as #) are about all packages of the range. `summary` counts a package at its furthest "
      + "stage, failed or not. With `node` only what these nodes reported counts. Answers the question: what ran recently, what is "
      + "stuck, and why do packages fail? Fed by WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), "
      + "WorkReportBuilt(102), GuaranteeBuilt(105), GuaranteesDistributed(109).")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Packages of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "200"))
  @Paged
  @GetMapping("/api/grafana/wp-active")
  ResponseEntity<ActivePackages> active(Query query, HttpServletRequest request) {
    Selection selection = Selection.of(query);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    Fingerprint filter = Fingerprint.of("wp-active", selection.key(), TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Found found = snapshot.execute(status -> {
      Window window = windows.of(query);
      List<PackageRow> rows = packages.newest(window, selection, after, limit.value() + 1);
      boolean more = rows.size() > limit.value();
      List<PackageRow> page = more ? rows.subList(0, limit.value()) : rows;
      Counts reached = funnel.total(window, selection);
      return new Found(window, new ActivePackages(page.stream().map(ActivePackage::of).toList(),
          ActiveSummary.of(reached.total(), funnel.byStage(window, selection)), Reached.of(reached),
          StageDurations.of(timing.total(window, selection)), funnel.byReason(window, selection, REASONS)
              .stream()
              .map(ReasonCount::of)
              .toList(),
          more ? PackageSql.cursor(page.getLast()).text(filter) : null, limit.note()));
    });
    return Links.page(request, found.body, found.body.next(), found.window.headers());
  }

  /**
   * @param next cursor of the next page; absent on the last
   * @param note what the request asked for and did not get
   */
  @Schema(name = "ActivePackages")
  record ActivePackages(List<ActivePackage> workPackages, ActiveSummary summary, Reached reached,
      StageDurations stageDurationPercentiles, List<ReasonCount> failureBreakdown, @Nullable String next,
      @Nullable String note) {}

  /**
   * @param nodeId    who received it first
   * @param stage     the furthest: 0 received, 1 authorized, 2 refined, 3 report built, 4 guarantee built, 5 distributed
   * @param missing   stages before the furthest that nobody reported
   * @param elapsedMs from the first report to the end of the distribution, or to the last report
   */
  @Schema(name = "ActivePackage")
  record ActivePackage(@Schema(pattern = "[0-9a-f]{64}") String wpHash, @Nullable Integer core, String nodeId,
      List<String> serviceIds, @Nullable Integer stage, @Nullable BigDecimal refineGasUsed,
      @Nullable String failureReason, Instant firstSeen, Instant lastUpdated, @Nullable Instant receivedAt,
      @Nullable Instant authorizedAt, @Nullable Instant refinedAt, @Nullable Instant reportBuiltAt,
      @Nullable Instant guaranteeBuiltAt, @Nullable Instant distributedAt, @Nullable Instant failedAt,
      int receivedBy, int guaranteedBy, List<String> missing, long elapsedMs) {

    static ActivePackage of(PackageRow it) {
      Instant end = it.distributed() == null ? it.lastUpdated() : it.distributed();
      return new ActivePackage(it.hash().toHex(), PackageView.core(it), it.node().toHex(),
          PackageView.services(it), it.stage(), it.refineGas(), it.failure(), it.firstSeen(),
          it.lastUpdated(),
          it.received(), it.authorized(), it.refined(), it.reportBuilt(), it.guaranteeBuilt(),
          it.distributed(), it.failed(), it.receivedBy(), it.guaranteedBy(), PackageView.missing(it),
          Math.max(0, Duration.between(it.firstSeen(), end).toMillis()));
    }
  }

  /** Packages by their furthest stage. */
  @Schema(name = "ActiveSummary")
  record ActiveSummary(long total, long atReceived, long atAuthorized, long atRefined, long atReportBuilt,
      long atGuaranteeBuilt, long atDistributed) {

    static ActiveSummary of(long total, Map<Integer, Long> stages) {
      return new ActiveSummary(total, stages.getOrDefault(0, 0L), stages.getOrDefault(1, 0L),
          stages.getOrDefault(2, 0L), stages.getOrDefault(3, 0L), stages.getOrDefault(4, 0L),
          stages.getOrDefault(5, 0L));
    }
  }

  /** Packages by every stage that was reported. */
  @Schema(name = "ReachedStages")
  record Reached(long received, long authorized, long refined, long reportBuilt, long guaranteeBuilt,
      long distributed, long failed) {

    static Reached of(Counts it) {
      return new Reached(it.received(), it.authorized(), it.refined(), it.reportBuilt(), it.guaranteeBuilt(),
          it.distributed(), it.failed());
    }
  }

  @Schema(name = "StageDurations")
  record StageDurations(@Nullable Long authorizeP50Ms, @Nullable Long authorizeP95Ms,
      @Nullable Long refineP50Ms, @Nullable Long refineP95Ms, @Nullable Long reportP50Ms,
      @Nullable Long reportP95Ms, @Nullable Long guaranteeP50Ms, @Nullable Long guaranteeP95Ms) {

    static StageDurations of(Timing it) {
      return new StageDurations(it.authorize().p50(), it.authorize().p95(), it.refine().p50(),
          it.refine().p95(), it.report().p50(), it.report().p95(), it.guarantee().p50(),
          it.guarantee().p95());
    }
  }

  /** @param count packages */
  @Schema(name = "PackageFailureReason")
  record ReasonCount(String reason, long count) {

    static ReasonCount of(Reason it) {
      return new ReasonCount(it.words(), it.count());
    }
  }
}
