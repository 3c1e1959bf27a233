package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyPackageSql.Package;
import org.jamtart.query.legacy.LegacyPackageSql.Reached;
import org.jamtart.query.legacy.LegacyPackageSql.Stages;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/workpackages/active}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyActivePackages")
final class ActivePackagesController {

  private static final int MOST = 200;

  private final LegacyPackageSql packages;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  ActivePackagesController(LegacyPackageSql packages, Horizon horizon, TransactionOperations snapshot) {
    this.packages = packages;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyActivePackages", deprecated = true, summary = "The newest work-packages", description = "The newest 200 that were "
      + "first seen in the range; `summary` counts these by `current_stage`, `reached` and `failure_breakdown` all of the range. A package "
      + "that failed on one guarantor and was guaranteed by others has not failed. What becomes of a guarantee on the chain is not "
      + "followed. Successor: /api/grafana/wp-active. Answers the question: which packages are on their way, and where are they? Fed by "
      + "WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), WorkReportBuilt(102), GuaranteeBuilt(105), "
      + "GuaranteesDistributed(109).")
  @Lasting
  @GetMapping("/api/workpackages/active")
  ResponseEntity<ActivePackages> active(Query query) {
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      TimeRange range = Lasting.Back.of(query, "1h", horizon.moment());
      List<ActivePackage> shown = packages.newest(range, null, MOST).stream().map(ActivePackage::of).toList();
      return new ActivePackages(shown, Summary.of(shown), ReachedStages.of(packages.reached(range, null)),
          packages.reasons(range, null));
    }));
  }

  @Schema(name = "LegacyActivePackages")
  record ActivePackages(List<ActivePackage> workPackages, Summary summary, ReachedStages reached,
      Map<String, Long> failureBreakdown) {}

  /** @param nodeId who received it first */
  @Schema(name = "LegacyActivePackage")
  record ActivePackage(String hash, @Nullable Integer coreIndex, String nodeId, Instant submittedAt,
      Instant lastUpdate, String currentStage, StageTimes stages, @Nullable String failureReason,
      int nodesInvolved, double elapsedMs) {

    static ActivePackage of(Package it) {
      return new ActivePackage(it.hash().toHex(), it.core() < 0 ? null : it.core(), it.node().toHex(),
          it.firstSeen(), it.lastUpdated(), it.stages().current(), StageTimes.of(it.stages()), it.failure(),
          it.receivedBy(), Duration.between(it.firstSeen(), it.lastUpdated()).toNanos() / 1e6);
    }
  }

  @Schema(name = "LegacyStageTimes")
  record StageTimes(@Nullable Instant received, @Nullable Instant authorized, @Nullable Instant refined,
      @Nullable Instant reportBuilt, @Nullable Instant guaranteeBuilt, @Nullable Instant distributed,
      @Nullable Instant failed) {

    static StageTimes of(Stages it) {
      return new StageTimes(it.received(), it.authorized(), it.refined(), it.reportBuilt(),
          it.guaranteeBuilt(), it.distributed(), it.failed());
    }
  }

  @Schema(name = "LegacyPackageSummary")
  record Summary(long total, long submitted, long received, long authorized, long refined, long reportsBuilt,
      long guaranteesBuilt, long distributed, long failed) {

    static Summary of(List<ActivePackage> shown) {
      return new Summary(shown.size(), at(shown, "submitted"), at(shown, "received"), at(shown, "authorized"),
          at(shown, "refined"), at(shown, "report_built"), at(shown, "guarantee_built"),
          at(shown, "distributed"), at(shown, "failed"));
    }

    private static long at(List<ActivePackage> shown, String stage) {
      return shown.stream().filter(it -> it.currentStage().equals(stage)).count();
    }
  }

  @Schema(name = "LegacyReached")
  record ReachedStages(long received, long authorized, long refined, long reportBuilt, long guaranteeBuilt,
      long distributed) {

    static ReachedStages of(Reached it) {
      return new ReachedStages(it.received(), it.authorized(), it.refined(), it.reportBuilt(),
          it.guaranteeBuilt(), it.distributed());
    }
  }
}
