package org.jamtart.query.convergence;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.TimeRange;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Histograms added up in buckets of time. One thread. */
final class SpreadSeries {

  private static final int MOST_BUCKETS = 10_000;

  private final long seconds;
  private final SortedMap<Instant, long[]> sums = new TreeMap<>();

  /** For a range that has not too many buckets. */
  SpreadSeries(TimeRange range, Duration interval) {
    this.seconds = interval.toSeconds();
    if (Duration.between(range.from(), range.to()).toSeconds() / seconds > MOST_BUCKETS) {
      throw Problem.parameter("interval", seconds + "s",
          "long enough for at most " + MOST_BUCKETS + " buckets between start and end").asException();
    }
  }

  /** Takes rows of a time and a packed histogram. */
  RowCallbackHandler rows() {
    return row -> {
      long second = Figures.time(row, "time").getEpochSecond();
      Instant bucket = Instant.ofEpochSecond(Math.floorDiv(second, seconds) * seconds);
      PackedCounts.add(row.getBytes("spread"),
          sums.computeIfAbsent(bucket, key -> new long[Buckets.SPREAD.count()]));
    };
  }

  /** All buckets together. */
  long[] all() {
    var all = new long[Buckets.SPREAD.count()];
    sums.values().forEach(counts -> Arrays.setAll(all, i -> all[i] + counts[i]));
    return all;
  }

  /** The buckets that have samples, oldest first. */
  List<SpreadPoint> points() {
    List<SpreadPoint> points = new ArrayList<>();
    sums.forEach((bucket, counts) -> points.add(SpreadPoint.of(bucket, counts)));
    return points;
  }

  /**
   * One bucket.
   *
   * @param ts          its start
   * @param p50Ms       milliseconds: upper edge of the histogram's bucket, 120000 for all beyond
   * @param sampleCount nodes that received something, added up over all things
   */
  @Schema(name = "SpreadPoint")
  record SpreadPoint(Instant ts, @Nullable Long p50Ms, @Nullable Long p75Ms, @Nullable Long p95Ms,
      @Nullable Long p99Ms, @Nullable Long p100Ms, long sampleCount) {

    static SpreadPoint of(Instant ts, long[] counts) {
      return new SpreadPoint(ts, percentile(counts, 50), percentile(counts, 75), percentile(counts, 95),
          percentile(counts, 99), percentile(counts, 100), Arrays.stream(counts).sum());
    }

    private static @Nullable Long percentile(long[] counts, int percent) {
      return Buckets.SPREAD.percentileMillis(counts, percent);
    }
  }
}
