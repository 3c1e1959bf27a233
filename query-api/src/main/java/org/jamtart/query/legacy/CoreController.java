package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyCoreSql.Figures;
import org.jamtart.query.legacy.LegacyCoreSql.Worker;
import org.jamtart.query.legacy.LegacyPackageSql.Package;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.CoreNumbers;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/cores/{i}/validators}, {@code /metrics} and {@code /work-packages}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyCore")
final class CoreController {

  private static final int MOST_PACKAGES = 50;
  private static final Duration LATELY = Duration.ofMinutes(2);
  private static final Duration DAY = Duration.ofHours(24);
  private static final long HOUR_SECONDS = 3_600;
  private static final String FED = "WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), WorkReportBuilt(102), "
      + "GuaranteeBuilt(105), GuaranteesDistributed(109).";

  private final LegacyCoreSql cores;
  private final LegacyPackageSql packages;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  CoreController(LegacyCoreSql cores, LegacyPackageSql packages, Horizon horizon,
      TransactionOperations snapshot) {
    this.cores = cores;
    this.packages = packages;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  /** A core that the network has, or a problem; the caller has opened a transaction. */
  static int core(String text, LegacyCoreSql cores) {
    int core = CoreNumbers.parse("core_index", text);
    int count = cores.cores();
    if (core >= count) {
      throw Problem.notFound("there is no core " + core + ": the network has " + count).asException();
    }
    return core;
  }

  @Operation(operationId = "legacyCoreValidators", deprecated = true, summary = "Who works on one core", description = "Nodes that reported anything "
      + "about packages of the core that were first seen in the range. `validator_index` is the place in this list. A core that the network "
      + "does not have is 404. Successor: /api/grafana/cores/{core_id}/validators. Answers the question: who works on this core? Fed by "
      + FED)
  @Lasting
  @GetMapping("/api/cores/{core_index}/validators")
  ResponseEntity<Validators> validators(@PathVariable("core_index") String text, Query query) {
    return answer(() -> {
      Instant now = horizon.moment();
      int core = core(text, cores);
      List<Worker> workers = cores.workers(Lasting.Back.of(query, "1h", now), core);
      return new Validators(core, IntStream.range(0, workers.size())
          .mapToObj(i -> Validator.of(i, workers.get(i), now))
          .toList(), workers.size(), now);
    });
  }

  @Operation(operationId = "legacyCoreMetrics", deprecated = true, summary = "How well one core does", description = "Of the packages that were first "
      + "seen in the range. Latencies are from reception to distribution, or to the last report of what has not got there; they and the gas "
      + "are absent when there are none. The gas limit is not kept. A core that the network does not have is 404. Successor: "
      + "/api/grafana/cores/{core_id}/metrics. Answers the question: does this core keep up? Fed by "
      + FED)
  @Lasting
  @GetMapping("/api/cores/{core_index}/metrics")
  ResponseEntity<Metrics> metrics(@PathVariable("core_index") String text, Query query) {
    return answer(() -> {
      Instant now = horizon.moment();
      int core = core(text, cores);
      TimeRange range = Lasting.Back.of(query, "1h", now);
      return Metrics.of(core, cores.figures(range, core),
          Duration.between(range.from(), now).toSeconds(), cores.workers(range, core).size(),
          cores.figures(new TimeRange(now.minus(DAY), now), core).refined(), now);
    });
  }

  @Operation(operationId = "legacyCorePackages", deprecated = true, summary = "The newest packages of one core", description = "The newest 50 that were "
      + "first seen in the range. A core that the network does not have is 404. Successor: /api/grafana/cores/{core_id}. Answers the question: "
      + "what is this core working on? Fed by " + FED)
  @Lasting
  @GetMapping("/api/cores/{core_index}/work-packages")
  ResponseEntity<Packages> packages(@PathVariable("core_index") String text, Query query) {
    return answer(() -> {
      Instant now = horizon.moment();
      int core = core(text, cores);
      List<CorePackage> newest = packages
          .newest(Lasting.Back.of(query, "1h", now), core, MOST_PACKAGES)
          .stream()
          .map(CorePackage::of)
          .toList();
      OptionalDouble average = newest.stream()
          .filter(it -> !it.isActive())
          .mapToDouble(CorePackage::elapsedMs)
          .average();
      return new Packages(core, newest, newest.stream().filter(CorePackage::isActive).count(), newest.size(),
          average.isPresent() ? (Double) average.getAsDouble() : null,
          packages.reached(new TimeRange(now.minusSeconds(HOUR_SECONDS), now), core).distributed());
    });
  }

  private <T> ResponseEntity<T> answer(Supplier<T> body) {
    return ResponseEntity.ok()
        .header("Cache-Control", "no-cache")
        .body(Objects.requireNonNull(snapshot.execute(status -> body.get())));
  }

  @Schema(name = "LegacyValidators")
  record Validators(int coreIndex, List<Validator> validators, int validatorCount, Instant timestamp) {}

  /** @param guaranteeCount packages that it guaranteed */
  @Schema(name = "LegacyValidator")
  record Validator(String nodeId, int validatorIndex, long guaranteeCount, Instant lastActive,
      long latestSlot, String implementationName, String implementationVersion, boolean isActive) {

    static Validator of(int place, Worker it, Instant now) {
      return new Validator(Bytes32.of(it.peer()).toHex(), place, it.guarantees(), it.last(), it.slot(),
          it.implementation(), it.version(), !it.last().isBefore(now.minus(LATELY)));
    }
  }

  /**
   * @param processingEfficiencyPct refined packages of those refined or failed
   * @param accumulateEfficiencyPct packages whose guarantees were distributed of those that were guaranteed
   */
  @Schema(name = "LegacyCoreMetrics")
  record Metrics(int coreIndex, double processingEfficiencyPct, double accumulateEfficiencyPct,
      @Nullable Double networkLatencyMs, @Nullable Double p95LatencyMs, double throughputPerSecond,
      @Nullable Double averageCompletionTimeMs, @Nullable Double gasUtilizationPct,
      long workPackagesProcessed_24h, Stats stats, long sampleCount, Instant timestamp) {

    static Metrics of(int core, Figures it, long seconds, int validators, long processed, Instant now) {
      return new Metrics(core, percent(it.refined(), it.refined() + it.failed()),
          percent(it.distributed(), it.guarantees()), it.averageMs(), it.p95Ms(),
          it.received() / (double) seconds, it.averageMs(), null, processed,
          new Stats(it.received(), it.refined(), it.failed(), it.reports(), it.guarantees(), it.distributed(),
              validators, it.gas() == null ? null : BigDecimal.valueOf(it.gas()).toBigInteger()),
          it.samples(), now);
    }

    private static double percent(long part, long all) {
      return all == 0 ? 100 : 100.0 * part / all;
    }
  }

  @Schema(name = "LegacyCoreMetricStats")
  record Stats(long wpsReceived, long refinementsCompleted, long refinementsFailed, long reportsBuilt,
      long guaranteesBuilt, long guaranteesDistributed, int activeValidators,
      @Nullable BigInteger avgGasUsed) {}

  @Schema(name = "LegacyCorePackages")
  record Packages(int coreIndex, List<CorePackage> workPackages, long queueDepth, int totalRecent,
      @Nullable Double avgProcessingTimeMs, long completedLastHour) {}

  /** @param workPackageHash the same as `hash`, as `status` and `node_id` are `stage` and `submitting_node`: dashboards ask for either */
  @Schema(name = "LegacyCorePackage")
  record CorePackage(String hash, String workPackageHash, String stage, String status, boolean isActive,
      Instant lastUpdate, Instant submittedAt, String submittingNode, String nodeId,
      @Nullable BigInteger gasUsed, double elapsedMs) {

    static CorePackage of(Package it) {
      String hash = it.hash().toHex();
      String node = it.node().toHex();
      String stage = it.stages().current();
      return new CorePackage(hash, hash, stage, stage,
          !stage.equals("distributed") && !stage.equals("failed"),
          it.lastUpdated(), it.firstSeen(), node, node, it.gas(),
          Duration.between(it.firstSeen(), it.lastUpdated()).toNanos() / 1e6);
    }
  }
}
