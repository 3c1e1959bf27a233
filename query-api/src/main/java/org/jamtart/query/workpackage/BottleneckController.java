package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.grafana.Bucketed;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.workpackage.TimingSql.Bucket;
import org.jamtart.query.workpackage.TimingSql.Percentiles;
import org.jamtart.query.workpackage.TimingSql.Timing;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/bottlenecks} and {@code /bottlenecks-timeseries}. */
@Tag(name = "Work packages")
@ReadsTables
@RestController
final class BottleneckController {

  private static final String STAGES = "A stage's duration is the time between its neighbours' first reports by any guarantor: 94, 95, 101, 102, 105, "
      + "109; what the clocks of several nodes make negative is 0. The whole pipeline is the time from 94 to 109, or to the last "
      + "report of a package that has not got there. Percentiles are those of the packages themselves. `failed_wps` are packages of which "
      + "any guarantor said that they failed; `lost_wps` are those of them for which nobody built a guarantee. ";

  private static final String FED = "Fed by WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), "
      + "WorkReportBuilt(102), GuaranteeBuilt(105), GuaranteesDistributed(109).";

  private final TimingSql timing;
  private final Windows windows;
  private final TransactionOperations snapshot;

  BottleneckController(TimingSql timing, Windows windows, TransactionOperations snapshot) {
    this.timing = timing;
    this.windows = windows;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "bottlenecks", summary = "What takes long", description = Windows.COVERS + STAGES
      + "The answer is an array of one. Answers the question: which stage dominates the time that packages take, and how many fail? "
      + FED)
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/bottlenecks")
  ResponseEntity<List<Bottlenecks>> bottlenecks(Query query) {
    Selection selection = Selection.of(query);
    return snapshot.execute(status -> {
      Window window = windows.of(query);
      return ResponseEntity.ok()
          .headers(window.headers())
          .body(List.of(Bottlenecks.of(timing.total(window, selection))));
    });
  }

  @Operation(operationId = "bottlenecksTimeseries", summary = "What takes long, over time", description = Windows.COVERS
      + STAGES
      + "Each bucket is about the packages that were first seen in it; buckets without any are absent. Answers the question: when did a "
      + "stage slow down? " + FED)
  @Ranged
  @Bucketed
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/bottlenecks-timeseries")
  ResponseEntity<List<BottleneckPoint>> timeseries(Query query) {
    Selection selection = Selection.of(query);
    Duration interval = Interval.of(query, "1m");
    return snapshot.execute(status -> {
      Window window = windows.of(query, interval);
      return ResponseEntity.ok()
          .headers(window.headers())
          .body(timing.byTime(window, selection).stream().map(BottleneckPoint::of).toList());
    });
  }

  /**
   * @param failureRate   failed of all packages, from 0 to 1
   * @param lossRate      lost of all packages, from 0 to 1
   * @param avgPipelineMs mean over packages
   */
  @Schema(name = "Bottlenecks")
  record Bottlenecks(StageTiming stageTiming, double failureRate, double lossRate, long totalWps,
      long failedWps, long lostWps, @Nullable Double avgPipelineMs) {

    static Bottlenecks of(Timing it) {
      return new Bottlenecks(
          new StageTiming(StagePercentiles.of(it.authorize()), StagePercentiles.of(it.refine()),
              StagePercentiles.of(it.report()), StagePercentiles.of(it.guarantee()),
              StagePercentiles.of(it.distribute()), StagePercentiles.of(it.pipeline())),
          rate(it.failed(), it.total()), rate(it.lost(), it.total()), it.total(), it.failed(), it.lost(),
          it.average());
    }

    private static double rate(long some, long all) {
      return all == 0 ? 0 : (double) some / all;
    }
  }

  @Schema(name = "StageTiming")
  record StageTiming(StagePercentiles authorize, StagePercentiles refine, StagePercentiles report,
      StagePercentiles guarantee, StagePercentiles distribute, StagePercentiles pipelineTotal) {}

  /** Absent when no package has been through the stage. */
  @Schema(name = "StagePercentiles")
  record StagePercentiles(@Nullable Long p50Ms, @Nullable Long p95Ms) {

    static StagePercentiles of(Percentiles it) {
      return new StagePercentiles(it.p50(), it.p95());
    }
  }

  /**
   * Milliseconds.
   *
   * @param ts first moment of the bucket
   */
  @Schema(name = "BottleneckPoint")
  record BottleneckPoint(Instant ts, @Nullable Long authorizeP50, @Nullable Long authorizeP95,
      @Nullable Long refineP50, @Nullable Long refineP95, @Nullable Long reportP50, @Nullable Long reportP95,
      @Nullable Long guaranteeP50, @Nullable Long guaranteeP95, @Nullable Long distributeP50,
      @Nullable Long distributeP95, @Nullable Long pipelineP50, @Nullable Long pipelineP95, long totalWps,
      long failedWps, long lostWps) {

    static BottleneckPoint of(Bucket bucket) {
      Timing it = bucket.timing();
      return new BottleneckPoint(bucket.ts(), it.authorize().p50(), it.authorize().p95(), it.refine().p50(),
          it.refine().p95(), it.report().p50(), it.report().p95(), it.guarantee().p50(), it.guarantee().p95(),
          it.distribute().p50(), it.distribute().p95(), it.pipeline().p50(), it.pipeline().p95(), it.total(),
          it.failed(), it.lost());
    }
  }
}
