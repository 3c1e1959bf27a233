package org.jamtart.query.availability;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jamtart.query.availability.AvailabilitySql.Load;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.HistogramColumns;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/da-stats}. */
@Tag(name = "Data availability")
@ReadsTables
@RestController
final class DaStatsController {

  private static final int MOST = 2_000;

  private final AvailabilitySql availability;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  DaStatsController(AvailabilitySql availability, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.availability = availability;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "daStats", summary = "What each node did for data availability", description = Ranged.COVERS
      + "The nodes with most of these events first; a page has at most 2,000, the header `Link` names the next one, which may miss "
      + "what moved up meanwhile in a range that has not ended. The resolution is a minute at the finest. Averages are of exact "
      + "durations: of the one who asks until the shard was transferred, of the one who is asked until the request had come whole, "
      + "of both up to a failure; absent without a sample. `active_shards` is of the newest status, whatever the range. Answers the "
      + "question: who carries the load, and who is slow? Fed by SendingShardRequest(120) to ShardsTransferred(125), "
      + "PreimageAnnouncementFailed(190), PreimageAnnounced(191), AnnouncedPreimageForgotten(192), Status(10).")
  @Ranged
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of a node", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @Paged
  @GetMapping("/api/grafana/da-stats")
  ResponseEntity<List<DaStats>> stats(Query query, HttpServletRequest request) {
    @Nullable
    String id = query.text("node");
    @Nullable
    Bytes32 node = id == null ? null : NodeIds.parse("node", id);
    Limit limit = query.limit(MOST, MOST);
    var filter = Fingerprint.of("da-stats", String.valueOf(node), TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    return snapshot.execute(status -> {
      Span span = tiers.total(Span.range(query, horizon.moment()), HistogramColumns.OF_NODES, Tier.MINUTE);
      List<Load> found = availability.loads(span, node, after == null ? null : (Long) after.first(),
          after == null ? 0 : (int) after.second(), limit.value() + 1);
      boolean more = found.size() > limit.value();
      List<Load> loads = more ? found.subList(0, limit.value()) : found;
      @Nullable
      String next = more
          ? new Cursor(loads.getLast().total(), loads.getLast().number(), 0).text(filter)
          : null;
      return Links.page(request, loads.stream().map(DaStats::of).toList(), next, span.headers());
    });
  }

  /**
   * @param shardRequestsSent      begun by the node, which wants a shard as an assurer
   * @param shardRequestsReceived  begun by others with the node, which has the shards as a guarantor
   * @param shardSentConfirmed     of those begun by the node the ones that have left it
   * @param shardReceivedConfirmed of those begun by others the ones that have come whole
   * @param shardsTransferred      answered, by the node or to it
   * @param assurerAvgLatencyMs    of the node as the one who asks
   * @param guarantorAvgLatencyMs  of the node as the one who is asked
   * @param activeShards           that it held by its newest status; 0 when it never sent one
   */
  @Schema(name = "DaStats")
  record DaStats(String nodeId, long shardRequestsSent, long shardRequestsReceived, long shardSentConfirmed,
      long shardReceivedConfirmed, long shardsTransferred, long shardFailures, long preimageAnnFailures,
      long preimagesAnnounced, long preimagesForgotten, @Nullable Double assurerAvgLatencyMs,
      long assurerLatencySamples, @Nullable Double guarantorAvgLatencyMs, long guarantorLatencySamples,
      long activeShards) {

    static DaStats of(Load load) {
      Map<Integer, Long> events = load.events();
      return new DaStats(load.node().toHex(), events.getOrDefault(120, 0L), events.getOrDefault(121, 0L),
          events.getOrDefault(123, 0L), events.getOrDefault(124, 0L), events.getOrDefault(125, 0L),
          events.getOrDefault(122, 0L), events.getOrDefault(190, 0L), events.getOrDefault(191, 0L),
          events.getOrDefault(192, 0L), load.asked().averageMillis(), load.asked().samples(),
          load.answered().averageMillis(), load.answered().samples(),
          load.shards() == null ? 0 : load.shards());
    }
  }
}
