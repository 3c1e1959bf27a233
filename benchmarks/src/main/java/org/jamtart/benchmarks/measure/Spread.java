package org.jamtart.benchmarks.measure;

import java.util.Arrays;

/**
 * A quantity that was measured several times.
 *
 * @param median the middle, or the mean of the two in the middle
 * @param low    the least
 * @param high   the greatest
 * @param count  how many times, at least 1
 */
public record Spread(double median, double low, double high, int count) {

  /** Of single measurements, at least one. */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median = sorted.length % 2 == 1
        ? sorted[middle]
        : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** The p-th part of single measurements in their order, 0 to 1: the least that so many are not above. */
  public static double percentile(double p, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.clamp((long) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
  }

  /** The same in another unit. */
  public Spread times(double factor) {
    return new Spread(median * factor, low * factor, high * factor, count);
  }
}
