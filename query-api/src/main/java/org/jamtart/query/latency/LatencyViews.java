package org.jamtart.query.latency;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jamtart.query.latency.LatencySql.Measured;
import org.jamtart.store.Flow;
import org.jamtart.store.Flow.Family;

/**
 * The buckets of the answers. Common to all: {@code ts} is the first moment of the bucket, {@code failedCount} how many of its
 * samples ended with a failure, {@code unpairedCount} how many ends there were whose beginning is not known,
 * {@code saturatesAtMs} the duration from which on all are alike.
 */
final class LatencyViews {

  private LatencyViews() {}

  /** What the points of all families have in common. */
  private record Whole(Family family, Map<Flow, Measured> flows) {

    Fan fan(Flow flow) {
      return Fan.of(flow, flows.get(flow));
    }

    long failed() {
      return flows.values().stream().mapToLong(Measured::failed).sum();
    }

    long unpaired() {
      return flows.values().stream().mapToLong(Measured::unpaired).sum();
    }

    long saturates() {
      return family.buckets().saturatesAtMillis();
    }
  }

  @Schema(name = "ShardLatency")
  record Shards(Instant ts, @JsonUnwrapped(prefix = "assurer_") Fan assurer,
      @JsonUnwrapped(prefix = "guarantor_") Fan guarantor, long failedCount, long unpairedCount,
      long saturatesAtMs) {

    static Shards of(Instant ts, Map<Flow, Measured> flows) {
      var all = new Whole(Family.SHARDS, flows);
      return new Shards(ts, all.fan(Flow.SHARD_REQUEST), all.fan(Flow.SHARD_RESPONSE), all.failed(),
          all.unpaired(), all.saturates());
    }
  }

  @Schema(name = "BundleLatency")
  record Bundles(Instant ts, @JsonUnwrapped(prefix = "shard_req_") Fan shardReq,
      @JsonUnwrapped(prefix = "shard_resp_") Fan shardResp, @JsonUnwrapped(prefix = "full_req_") Fan fullReq,
      @JsonUnwrapped(prefix = "full_resp_") Fan fullResp,
      @JsonUnwrapped(prefix = "reconstruct_") Fan reconstruct, @JsonUnwrapped(prefix = "e2e_") Fan e2e,
      long failedCount, long unpairedCount, long saturatesAtMs) {

    static Bundles of(Instant ts, Map<Flow, Measured> flows) {
      var all = new Whole(Family.BUNDLES, flows);
      return new Bundles(ts, all.fan(Flow.BUNDLE_SHARD_REQUEST), all.fan(Flow.BUNDLE_SHARD_RESPONSE),
          all.fan(Flow.BUNDLE_REQUEST), all.fan(Flow.BUNDLE_RESPONSE), all.fan(Flow.BUNDLE_RECONSTRUCTION),
          all.fan(Flow.BUNDLE_RECOVERY), all.failed(), all.unpaired(), all.saturates());
    }
  }

  @Schema(name = "SegmentLatency")
  record Segments(Instant ts, @JsonUnwrapped(prefix = "shard_req_") Fan shardReq,
      @JsonUnwrapped(prefix = "shard_resp_") Fan shardResp, @JsonUnwrapped(prefix = "full_req_") Fan fullReq,
      @JsonUnwrapped(prefix = "full_resp_") Fan fullResp,
      @JsonUnwrapped(prefix = "reconstruct_") Fan reconstruct, long failedCount, long unpairedCount,
      long saturatesAtMs) {

    static Segments of(Instant ts, Map<Flow, Measured> flows) {
      var all = new Whole(Family.SEGMENTS, flows);
      return new Segments(ts, all.fan(Flow.SEGMENT_SHARD_REQUEST), all.fan(Flow.SEGMENT_SHARD_RESPONSE),
          all.fan(Flow.SEGMENT_REQUEST), all.fan(Flow.SEGMENT_RESPONSE),
          all.fan(Flow.SEGMENT_RECONSTRUCTION), all.failed(), all.unpaired(), all.saturates());
    }
  }

  @Schema(name = "PreimageLatency")
  record Preimages(Instant ts, @JsonUnwrapped(prefix = "req_") Fan req,
      @JsonUnwrapped(prefix = "resp_") Fan resp, long failedCount, long unpairedCount, long saturatesAtMs) {

    static Preimages of(Instant ts, Map<Flow, Measured> flows) {
      var all = new Whole(Family.PREIMAGES, flows);
      return new Preimages(ts, all.fan(Flow.PREIMAGE_REQUEST), all.fan(Flow.PREIMAGE_RESPONSE), all.failed(),
          all.unpaired(), all.saturates());
    }
  }
}
