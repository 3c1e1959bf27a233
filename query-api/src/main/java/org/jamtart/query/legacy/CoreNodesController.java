package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyCoreSql.Worker;
import org.jamtart.query.legacy.LegacyNodeSql.Said;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.StatusEvent.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/cores/{i}/bottlenecks} and {@code /guarantors/enhanced}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyCoreNodes")
final class CoreNodesController {

  private static final int MOST_SLOW = 10;
  private static final int SHARD_REQUEST_RECEIVED = 124;
  private static final Duration STATUS = Duration.ofHours(1);

  private final LegacyCoreSql cores;
  private final LegacyNodeSql nodes;
  private final LegacyCountSql counts;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  CoreNodesController(LegacyCoreSql cores, LegacyNodeSql nodes, LegacyCountSql counts, Tiers tiers,
      Horizon horizon, TransactionOperations snapshot) {
    this.cores = cores;
    this.nodes = nodes;
    this.counts = counts;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyCoreBottlenecks", deprecated = true, summary = "Which nodes slow one core down", description = "Of the packages that were "
      + "first seen in the range: nodes that took more than 1.2 times the mean from reception to distribution, or failed more than 5 % of "
      + "their packages; bottlenecks from 1.5 times and 10 % on. A core that the network does not have is 404. Successors: "
      + "/api/grafana/bottlenecks, /api/grafana/validator-profiling. Answers the question: which guarantors of this core are slow or fail? "
      + "Fed by WorkPackageFailed(92), WorkPackageReceived(94), GuaranteesDistributed(109).")
  @Lasting
  @GetMapping("/api/cores/{core_index}/bottlenecks")
  ResponseEntity<Bottlenecks> bottlenecks(@PathVariable("core_index") String text, Query query) {
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      Instant now = horizon.moment();
      int core = CoreController.core(text, cores);
      return Bottlenecks.of(core, cores.workers(Lasting.Back.of(query, "1h", now), core), now);
    }));
  }

  @Operation(operationId = "legacyCoreGuarantors", deprecated = true, summary = "What the guarantors of one core hold", description = "Nodes that guaranteed "
      + "packages of the core that were first seen in the range, what they hold by their newest status report of the last hour, and how many "
      + "requests for shards they received in the range. Who exchanges imports with whom is not reported: `import_sharing` is empty. A core "
      + "that the network does not have is 404. Successor: /api/grafana/cores/{core_id}/validators. Answers the question: who guarantees "
      + "on this core, and what do they hold? Fed by Status(10), GuaranteeBuilt(105), ShardRequestReceived(124).")
  @Lasting
  @GetMapping("/api/cores/{core_index}/guarantors/enhanced")
  ResponseEntity<Guarantors> guarantors(@PathVariable("core_index") String text, Query query) {
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      Instant now = horizon.moment();
      int core = CoreController.core(text, cores);
      TimeRange range = Lasting.Back.of(query, "24h", now);
      List<Worker> workers = cores.workers(range, core).stream().filter(it -> it.guarantees() > 0).toList();
      Map<Bytes32, Said> said = nodes.statuses(now.minus(STATUS))
          .stream()
          .collect(Collectors.toMap(Said::node, Function.identity()));
      Span span = tiers.span(range, Duration.between(range.from(), now), Tier.HOUR);
      Map<Integer, Map<Integer, Long>> served = counts.ofNodes(span,
          workers.stream().map(Worker::number).toList(), List.of(SHARD_REQUEST_RECEIVED));
      List<Guarantor> all = workers.stream()
          .map(it -> Guarantor.of(it, said.get(Bytes32.of(it.peer())),
              served.getOrDefault(it.number(), Map.of()).getOrDefault(SHARD_REQUEST_RECEIVED, 0L)))
          .toList();
      return new Guarantors(core, all, new ImportSharing(List.of(), List.of(), List.of()),
          all.stream()
              .map(Guarantor::daUsageBytes)
              .filter(Objects::nonNull)
              .reduce(BigInteger.ZERO,
                  BigInteger::add),
          all.size(), now);
    }));
  }

  @Schema(name = "LegacyBottlenecks")
  record Bottlenecks(int coreIndex, List<Slow> slowValidators, List<Message> bottleneckMessages,
      BottleneckStats stats, Instant timestamp) {

    private static final double SHOWN_SLOWDOWN = 1.2;
    private static final double SHOWN_FAILURES = 0.05;
    private static final double BAD_SLOWDOWN = 1.5;
    private static final double BAD_FAILURES = 0.10;

    static Bottlenecks of(int core, List<Worker> workers, Instant now) {
      double mean = workers.stream()
          .map(Worker::averageMs)
          .filter(Objects::nonNull)
          .mapToDouble(Double::doubleValue)
          .average()
          .orElse(0);
      List<Slow> slow = workers.stream()
          .map(it -> slow(it, mean))
          .filter(it -> it.isBottleneck || it.slowdownFactor != null && it.slowdownFactor > SHOWN_SLOWDOWN
              || it.failureRate > SHOWN_FAILURES)
          .sorted(Comparator.comparingDouble((Slow it) -> it.slowdownFactor == null ? 0 : it.slowdownFactor)
              .reversed()
              .thenComparing(Slow::nodeId))
          .toList();
      long packages = workers.stream().mapToLong(Worker::packages).sum();
      long failures = workers.stream().mapToLong(Worker::failures).sum();
      List<Slow> bad = slow.stream().filter(Slow::isBottleneck).toList();
      return new Bottlenecks(core, slow.subList(0, Math.min(MOST_SLOW, slow.size())), messages(bad),
          new BottleneckStats(packages, failures, packages == 0 ? 0 : (double) failures / packages,
              workers.size(), bad.size()),
          now);
    }

    private static Slow slow(Worker it, double mean) {
      @Nullable
      Double factor = it.averageMs() == null || mean == 0 ? null : (Double) (it.averageMs() / mean);
      double failed = it.packages() == 0 ? 0 : (double) it.failures() / it.packages();
      return new Slow(Bytes32.of(it.peer()).toHex(), it.averageMs(), it.packages(), it.failures(), failed,
          factor,
          factor != null && factor > BAD_SLOWDOWN || failed > BAD_FAILURES);
    }

    private static List<Message> messages(List<Slow> bad) {
      List<Message> messages = new ArrayList<>();
      for (Slow it : bad) {
        if (it.failureRate > BAD_FAILURES) {
          messages.add(new Message("error", "high_failure_rate",
              it.failureCount + " of " + it.eventCount + " work-packages failed", it.nodeId));
        } else {
          messages.add(new Message("warning", "slow_validator", "takes more than " + BAD_SLOWDOWN
              + " times as long as the guarantors of this core on average", it.nodeId));
        }
      }
      return messages;
    }
  }

  /** @param eventCount packages of which it reported anything */
  @Schema(name = "LegacySlowNode")
  record Slow(String nodeId, @Nullable Double avgProcessingMs, long eventCount, long failureCount,
      double failureRate, @Nullable Double slowdownFactor, boolean isBottleneck) {}

  @Schema(name = "LegacyBottleneckMessage")
  record Message(String severity, String type, String message, String nodeId) {}

  /** Of packages, each once per guarantor. */
  @Schema(name = "LegacyBottleneckStats")
  record BottleneckStats(long totalEvents, long totalFailures, double failureRate, int validatorCount,
      int bottleneckCount) {}

  @Schema(name = "LegacyCoreGuarantors")
  record Guarantors(int coreIndex, List<Guarantor> guarantors, ImportSharing importSharing,
      BigInteger coreTotalDaBytes, int activeGuarantorCount, Instant timestamp) {}

  /** @param daUsageBytes absent without a status report, as `shards_stored` is */
  @Schema(name = "LegacyCoreGuarantor")
  record Guarantor(String nodeId, long guaranteeCount, Instant lastActivity,
      @Nullable BigInteger daUsageBytes, @Nullable Long shardsStored, long shardsServed) {

    static Guarantor of(Worker it, @Nullable Said said, long served) {
      @Nullable
      Status status = said == null ? null : said.status();
      return new Guarantor(Bytes32.of(it.peer()).toHex(), it.guarantees(), it.last(),
          status == null ? null : new BigInteger(Long.toUnsignedString(status.shardsSizeBytes())),
          status == null ? null : (Long) status.numShards(), served);
    }
  }

  @Schema(name = "LegacyImportSharing")
  record ImportSharing(List<Object> transfers, List<String> sent, List<String> received) {}
}
