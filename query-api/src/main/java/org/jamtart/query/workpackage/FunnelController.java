package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.count.EventTotals;
import org.jamtart.query.grafana.Bucketed;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.workpackage.FunnelSql.Bucket;
import org.jamtart.query.workpackage.FunnelSql.Counts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/wp-funnel}, {@code /wp-funnel-timeseries} and {@code /wp-stats}. */
@Tag(name = "Work packages")
@ReadsTables
@RestController
final class FunnelController {

  private static final List<Integer> ARRIVALS = List.of(90, 91, 93);

  private static final String STAGES = "A package counts once, whoever reports it, and in each stage that any node reported of it; "
      + "`failed` are those of which any guarantor said so, although others may have gone on. With `node` only what these nodes "
      + "reported counts. ";

  private static final String FED = "Fed by WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), "
      + "WorkReportBuilt(102), GuaranteeBuilt(105), GuaranteesDistributed(109)";

  private final FunnelSql funnel;
  private final EventTotals totals;
  private final Windows windows;
  private final TransactionOperations snapshot;

  FunnelController(FunnelSql funnel, EventTotals totals, Windows windows, TransactionOperations snapshot) {
    this.funnel = funnel;
    this.totals = totals;
    this.windows = windows;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "wpFunnel", summary = "How far packages come", description = Windows.COVERS
      + STAGES
      + "Answers the question: where do work packages get lost? " + FED + ".")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/wp-funnel")
  ResponseEntity<Counts> funnel(Query query) {
    Selection selection = Selection.of(query);
    return snapshot.execute(status -> {
      Window window = windows.of(query);
      return ResponseEntity.ok().headers(window.headers()).body(funnel.total(window, selection));
    });
  }

  @Operation(operationId = "wpFunnelTimeseries", summary = "How far packages come, over time", description = Windows.COVERS
      + "Each bucket is about the packages that were first seen in it, up to now; buckets without any are absent. "
      + STAGES
      + "Answers the question: when did packages begin to get lost? " + FED + ".")
  @Ranged
  @Bucketed
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/wp-funnel-timeseries")
  ResponseEntity<List<FunnelPoint>> timeseries(Query query) {
    Selection selection = Selection.of(query);
    Duration interval = Interval.of(query, "1m");
    return snapshot.execute(status -> {
      Window window = windows.of(query, interval);
      return ResponseEntity.ok()
          .headers(window.headers())
          .body(funnel.byTime(window, selection).stream().map(FunnelPoint::of).toList());
    });
  }

  @Operation(operationId = "wpStats", summary = "Traffic with packages, and how far they come", description = Windows.COVERS
      + STAGES
      + "`submissions`, `being_shared` and `duplicates` are events, in whole buckets of the counts; the first two name no core: with "
      + "`core` they are absent. Answers the question: how many packages come, how far do they get, and on which cores? "
      + FED
      + ", WorkPackageSubmission(90), WorkPackageBeingShared(91), DuplicateWorkPackage(93).")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/wp-stats")
  ResponseEntity<PackageStats> stats(Query query) {
    Selection selection = Selection.of(query);
    return snapshot.execute(status -> {
      Window window = windows.of(query);
      Span span = totals.span(new TimeRange(window.from(), window.to()), selection);
      return ResponseEntity.ok()
          .headers(window.headers())
          .body(new PackageStats(
              PackageTotals.of(totals.byType(span, selection, ARRIVALS), funnel.total(window, selection),
                  selection.cores() == null),
              funnel.byCore(window, selection)
                  .entrySet()
                  .stream()
                  .map(core -> new CorePackages(core.getKey(), core.getValue()))
                  .toList()));
    });
  }

  /** @param ts first moment of the bucket */
  @Schema(name = "FunnelPoint")
  record FunnelPoint(Instant ts, long total, long received, long authorized, long refined, long reportBuilt,
      long guaranteeBuilt, long distributed, long failed) {

    static FunnelPoint of(Bucket bucket) {
      Counts it = bucket.counts();
      return new FunnelPoint(bucket.ts(), it.total(), it.received(), it.authorized(), it.refined(),
          it.reportBuilt(), it.guaranteeBuilt(), it.distributed(), it.failed());
    }
  }

  @Schema(name = "PackageStats")
  record PackageStats(PackageTotals totals, List<CorePackages> byCore) {}

  /** Events, then packages. */
  @Schema(name = "PackageTotals")
  record PackageTotals(@Nullable Long submissions, @Nullable Long beingShared, long duplicates, long received,
      long authorized, long refined, long reportBuilt, long guaranteeBuilt, long distributed, long failed) {

    static PackageTotals of(Map<Integer, Long> events, Counts it, boolean ofAllCores) {
      return new PackageTotals(ofAllCores ? events.get(90) : null, ofAllCores ? events.get(91) : null,
          events.getOrDefault(93, 0L), it.received(), it.authorized(), it.refined(), it.reportBuilt(),
          it.guaranteeBuilt(), it.distributed(), it.failed());
    }
  }

  /** @param count packages */
  @Schema(name = "CorePackages")
  record CorePackages(int core, long count) {}
}
