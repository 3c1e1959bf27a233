package org.jamtart.query.latency;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import org.jamtart.query.latency.LatencySql.Measured;
import org.jamtart.store.Buckets;
import org.jamtart.store.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of durations, in milliseconds: upper edges of the buckets in which they lie, absent without samples.
 *
 * @param samples how many durations these are of
 */
@Schema(name = "LatencyFan")
record Fan(@Nullable Long p50, @Nullable Long p75, @Nullable Long p95, @Nullable Long p99,
    @Nullable Long p100, long samples) {

  static Fan of(Flow flow, @Nullable Measured measured) {
    if (measured == null) {
      return new Fan(null, null, null, null, null, 0);
    }
    Buckets buckets = flow.buckets();
    long[] counts = measured.counts();
    return new Fan(buckets.percentileMillis(counts, 50), buckets.percentileMillis(counts, 75),
        buckets.percentileMillis(counts, 95), buckets.percentileMillis(counts, 99),
        buckets.percentileMillis(counts, 100), Arrays.stream(counts).sum());
  }
}
