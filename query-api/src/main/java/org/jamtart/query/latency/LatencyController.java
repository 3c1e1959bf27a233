package org.jamtart.query.latency;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jamtart.query.grafana.Bucketed;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.latency.LatencySql.Measured;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Flow;
import org.jamtart.store.Flow.Family;
import org.jamtart.store.HistogramColumns;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/shard-latency}, {@code bundle-latency}, {@code segment-latency} and {@code preimage-latency}. */
@Tag(name = "Data availability")
@ReadsTables
@RestController
final class LatencyController {

  private static final String HOW = Ranged.COVERS
      + "The resolution is a minute at the finest; buckets without a sample are absent. A duration is in the bucket of its end, and "
      + "its beginning is the earlier event of the connection that the end refers to, up to an hour before. Requests that failed are "
      + "samples up to their failure, and counted in `failed_count`; ends whose beginning is not known are in `unpaired_count` "
      + "alone. Percentiles are of all samples together: the upper edge of the bucket of durations that has them, in milliseconds; "
      + "from `saturates_at_ms` on all are alike. ";

  private final LatencySql latencies;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  LatencyController(LatencySql latencies, Tiers tiers, Horizon horizon, TransactionOperations snapshot) {
    this.latencies = latencies;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  /** The endpoint can be asked for one node. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of a node: only what it said itself", schema = @Schema(type = "string"))
  @interface OfNode {}

  @Operation(operationId = "shardLatency", summary = "How long shards took", description = HOW
      + "`assurer` is the one who asks, until the shard was transferred; `guarantor` the one who is asked, until the request had come "
      + "whole: a request that came whole and failed after that is a sample to each of the two. Answers the question: is the "
      + "requester slow, or the responder? Fed by SendingShardRequest(120), ReceivingShardRequest(121), ShardRequestFailed(122), "
      + "ShardRequestReceived(124), ShardsTransferred(125).")
  @Ranged
  @Bucketed
  @OfNode
  @GetMapping("/api/grafana/shard-latency")
  ResponseEntity<List<LatencyViews.Shards>> shards(Query query) {
    return points(query, Family.SHARDS, LatencyViews.Shards::of);
  }

  @Operation(operationId = "bundleLatency", summary = "How long auditors took to recover bundles", description = HOW
      + "`shard_req` and `full_req` are of auditors, who ask for shards or for whole bundles, `shard_resp` and `full_resp` of those who "
      + "are asked; `reconstruct` is from the first start to the end of putting a bundle together, `e2e` from the first request for a "
      + "shard of the same audit to that end. Answers the question: how long does recovery for an audit take? Fed by "
      + "SendingBundleShardRequest(140), ReceivingBundleShardRequest(141), BundleShardRequestFailed(142), "
      + "BundleShardTransferred(145), ReconstructingBundle(146), BundleReconstructed(147), SendingBundleRequest(148), "
      + "ReceivingBundleRequest(149), BundleRequestFailed(150), BundleTransferred(153).")
  @Ranged
  @Bucketed
  @OfNode
  @GetMapping("/api/grafana/bundle-latency")
  ResponseEntity<List<LatencyViews.Bundles>> bundles(Query query) {
    return points(query, Family.BUNDLES, LatencyViews.Bundles::of);
  }

  @Operation(operationId = "segmentLatency", summary = "How long guarantors took to get imported segments", description = HOW
      + "`shard_req` and `full_req` are of guarantors, who ask for shards or for whole segments, `shard_resp` and `full_resp` of those "
      + "who are asked; `reconstruct` is putting segments together. Answers the question: do imports delay refinement? Fed by "
      + "SendingSegmentShardRequest(162), ReceivingSegmentShardRequest(163), SegmentShardRequestFailed(164), "
      + "SegmentShardsTransferred(167), ReconstructingSegments(168), SegmentReconstructionFailed(169), SegmentsReconstructed(170), "
      + "SendingSegmentRequest(173), ReceivingSegmentRequest(174), SegmentRequestFailed(175), SegmentsTransferred(178).")
  @Ranged
  @Bucketed
  @OfNode
  @GetMapping("/api/grafana/segment-latency")
  ResponseEntity<List<LatencyViews.Segments>> segments(Query query) {
    return points(query, Family.SEGMENTS, LatencyViews.Segments::of);
  }

  @Operation(operationId = "preimageLatency", summary = "How long preimages took", description = HOW
      + "`req` is of who asks, `resp` of who is asked. Answers the question: how fast are preimages obtained? Fed by "
      + "SendingPreimageRequest(193), ReceivingPreimageRequest(194), PreimageRequestFailed(195), PreimageTransferred(198).")
  @Ranged
  @Bucketed
  @OfNode
  @GetMapping("/api/grafana/preimage-latency")
  ResponseEntity<List<LatencyViews.Preimages>> preimages(Query query) {
    return points(query, Family.PREIMAGES, LatencyViews.Preimages::of);
  }

  private <T> ResponseEntity<List<T>> points(Query query, Family family,
      BiFunction<Instant, Map<Flow, Measured>, T> view) {
    Duration interval = Interval.of(query, "1m");
    @Nullable
    String id = query.text("node");
    @Nullable
    Bytes32 node = id == null ? null : NodeIds.parse("node", id);
    return snapshot.execute(status -> {
      Span span = tiers.span(Span.range(query, horizon.moment()), interval, HistogramColumns.OF_NETWORK,
          Tier.MINUTE);
      List<T> points = new ArrayList<>();
      latencies.measured(span, family, node).forEach((ts, flows) -> points.add(view.apply(ts, flows)));
      return ResponseEntity.ok().headers(span.headers()).body(points);
    });
  }
}
