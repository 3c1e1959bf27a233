package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/node-stats-aggregate}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController("grafanaStatus")
final class StatusController {

  private static final int MOST_NODES = 100;

  private final StatusSql statuses;
  private final Retained retained;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  StatusController(StatusSql statuses, Retained retained, Horizon horizon, TransactionOperations snapshot) {
    this.statuses = statuses;
    this.retained = retained;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeStatsAggregate", summary = "Status reports over time", description = Ranged.COVERS
      + "Averages are over reports. With `node` each of the nodes by itself, without it all of them together. Answers the question: how "
      + "do peers, shards, preimages and guarantees of the nodes develop? Fed by Status(10).")
  @Ranged
  @Bucketed
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas, at most 100", schema = @Schema(type = "string"))
  @GetMapping("/api/grafana/node-stats-aggregate")
  ResponseEntity<List<StatusMinute>> aggregate(Query query) {
    Duration interval = Interval.of(query, "1m");
    List<Bytes32> nodes = query.list(MOST_NODES, "node")
        .stream()
        .map(id -> NodeIds.parse("node", id))
        .toList();
    return snapshot.execute(status -> {
      Span span = Span.of(Span.range(query, horizon.moment()), Tier.MINUTE, interval,
          retained.completeSince(nodes.isEmpty() ? Tier.MINUTE.table("network_status") : "node_status")
              .orElse(null));
      return ResponseEntity.ok().headers(span.headers()).body(statuses.minutes(span, nodes));
    });
  }

  /**
   * @param avgGuarantees       guarantees per core
   * @param maxZeroGuaranteeCores most cores without a guarantee in one report
   * @param statusCount         reports in the bucket
   */
  @Schema(name = "StatusMinute")
  record StatusMinute(Instant bucket, @Nullable String nodeId, double avgPeers, long minPeers, long maxPeers,
      double avgValPeers, long minValPeers, long maxValPeers, double avgSyncPeers, long minSyncPeers,
      long maxSyncPeers, double avgShards, long minShards, long maxShards, double avgShardsSize,
      BigInteger maxShardsSize, double avgPreimages, long maxPreimages, double avgPreimagesSize,
      long maxPreimagesSize, double avgGuarantees, int minGuarantees, int maxGuarantees,
      int maxZeroGuaranteeCores, long statusCount) {}
}
