package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyNodeSql.Said;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.StatusEvent.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/da/stats}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyDaStats")
final class DaStatsController {

  private static final long HOUR_SECONDS = 3_600;
  private static final List<Integer> TYPES = List.of(191, 192, 198, 199);

  private final LegacyNodeSql nodes;
  private final LegacyCountSql counts;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  DaStatsController(LegacyNodeSql nodes, LegacyCountSql counts, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.nodes = nodes;
    this.counts = counts;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyDaStats", deprecated = true, summary = "What the nodes hold", description = "By the newest status report of each "
      + "node that sent one in the last hour, those with most shards first; the events are those of that hour. Successors: "
      + "/api/grafana/da-stats, /api/grafana/node-stats. Answers the question: how many shards and preimages do the nodes hold? Fed by "
      + "Status(10), PreimageAnnounced(191), AnnouncedPreimageForgotten(192), PreimageTransferred(198), PreimageDiscarded(199).")
  @GetMapping("/api/da/stats")
  ResponseEntity<DaStats> stats() {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange hour = new TimeRange(now.minusSeconds(HOUR_SECONDS), now);
      Span span = tiers.total(hour);
      Map<Integer, Long> totals = counts.totals(span, TYPES);
      List<Holding> holdings = nodes.statuses(hour.from())
          .stream()
          .map(Holding::of)
          .filter(Objects::nonNull)
          .sorted(Comparator.comparingLong(Holding::numShards).reversed().thenComparing(Holding::nodeId))
          .toList();
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new DaStats(Aggregate.of(holdings),
              new Preimages(totals.getOrDefault(191, 0L), totals.getOrDefault(192, 0L),
                  totals.getOrDefault(198, 0L), totals.getOrDefault(199, 0L)),
              holdings));
    });
  }

  @Schema(name = "LegacyDaStats")
  record DaStats(Aggregate aggregate, Preimages preimageActivity, List<Holding> byNode) {}

  @Schema(name = "LegacyDaAggregate")
  record Aggregate(long totalShards, BigInteger totalShardSizeBytes, long totalPreimages,
      long totalPreimagesSizeBytes, double averageShardsPerNode, int nodeCount) {

    static Aggregate of(List<Holding> holdings) {
      long shards = holdings.stream().mapToLong(Holding::numShards).sum();
      return new Aggregate(shards,
          holdings.stream().map(Holding::shardSizeBytes).reduce(BigInteger.ZERO, BigInteger::add),
          holdings.stream().mapToLong(Holding::numPreimages).sum(),
          holdings.stream().mapToLong(Holding::preimagesSizeBytes).sum(),
          holdings.isEmpty() ? 0 : (double) shards / holdings.size(), holdings.size());
    }
  }

  @Schema(name = "LegacyPreimageActivity")
  record Preimages(long announced, long forgotten, long transferred, long discarded) {}

  /** @param preimageSizeBytes the same as `preimages_size_bytes`: dashboards ask for either */
  @Schema(name = "LegacyHolding")
  record Holding(String nodeId, long numShards, BigInteger shardSizeBytes, long numPreimages,
      long preimagesSizeBytes, long preimageSizeBytes, Instant lastUpdate) {

    static @Nullable Holding of(Said said) {
      @Nullable
      Status status = said.status();
      return status == null
          ? null
          : new Holding(said.node().toHex(), status.numShards(),
              new BigInteger(Long.toUnsignedString(status.shardsSizeBytes())), status.numPreimages(),
              status.preimagesSizeBytes(), status.preimagesSizeBytes(), said.time());
    }
  }
}
