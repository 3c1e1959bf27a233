package org.jamtart.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of a histogram of durations. Only how many durations lie in each is kept, so histograms of any nodes and times add
 * up, and a percentile of the sum is one of all samples, as exact as a bucket is narrow. Immutable.
 */
public final class Buckets {

  /** How long something took to spread or to be answered: 23 buckets, the last from two minutes on. */
  public static final Buckets SPREAD = new Buckets(0, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1_000,
      2_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 60_000, 120_000);

  /** How long a shard took: 14 buckets, the last from five seconds on. */
  public static final Buckets SHARD = new Buckets(0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 3_000,
      5_000);

  private final long[] lowerMillis;

  private Buckets(long... lowerMillis) {
    this.lowerMillis = lowerMillis;
  }

  /** How many there are. */
  public int count() {
    return lowerMillis.length;
  }

  /** The bucket of a duration in microseconds; the first one for a negative duration, which two clocks can make. */
  public int of(long micros) {
    int found = Arrays.binarySearch(lowerMillis, Math.floorDiv(micros, 1_000));
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** From which duration on all are alike, milliseconds. */
  public long saturatesAtMillis() {
    return lowerMillis[lowerMillis.length - 1];
  }

  /**
   * The duration that so many of a hundred do not exceed: the upper edge of the bucket in which the cumulative count reaches that
   * share of all, rounded up to a whole sample; in the last bucket, which has none, its lower edge.
   *
   * @param counts  samples by bucket
   * @param percent from 1 to 100
   * @return milliseconds; null without samples
   */
  public @Nullable Long percentileMillis(long[] counts, int percent) {
    if (counts.length != lowerMillis.length || percent < 1 || percent > 100) {
      throw new IllegalArgumentException(
          percent + " percent of " + counts.length + " buckets: there are " + lowerMillis.length);
    }
    long total = Arrays.stream(counts).sum();
    if (total == 0) {
      return null;
    }
    long wanted = total / 100 * percent + Math.ceilDiv(total % 100 * percent, 100);
    int bucket = 0;
    for (long reached = counts[0]; reached < wanted; reached += counts[bucket]) {
      bucket++;
    }
    return lowerMillis[Math.min(bucket + 1, lowerMillis.length - 1)];
  }
}
