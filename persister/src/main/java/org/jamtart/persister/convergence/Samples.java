package org.jamtart.persister.convergence;

import java.util.Arrays;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;

/** Offsets from an anchor, and what they come to. Not thread-safe. */
final class Samples {

  private static final int[] PERCENTS = {75, 95, 99};

  private int size;
  private long[] micros = new long[64];

  /** An offset in microseconds. */
  void add(long offset) {
    if (size == micros.length) {
      micros = Arrays.copyOf(micros, 2 * size);
    }
    micros[size++] = offset;
  }

  int size() {
    return size;
  }

  /**
   * What samples come to.
   *
   * @param offsets p50, p75, p95, p99 and p100 in milliseconds; none without samples
   * @param spread  how many are in each of the buckets of {@link Buckets#SPREAD}, packed
   */
  @SuppressWarnings("ArrayRecordComponent") // as the row has them
  record Figures(Integer[] offsets, byte[] spread) {}

  /**
   * Percentiles are samples: the one in the middle, the upper of two; the one that so many of a hundred precede; the last.
   * Milliseconds are cut, towards 0.
   */
  Figures figures() {
    if (size == 0) {
      return new Figures(new Integer[0], PackedCounts.pack(new long[Buckets.SPREAD.count()]));
    }
    Arrays.sort(micros, 0, size);
    Integer[] offsets = new Integer[PERCENTS.length + 2];
    offsets[0] = millis(size / 2);
    for (int i = 0; i < PERCENTS.length; i++) {
      offsets[1 + i] = millis((int) Math.min((long) size * PERCENTS[i] / 100, size - 1));
    }
    offsets[offsets.length - 1] = millis(size - 1);
    long[] counts = new long[Buckets.SPREAD.count()];
    for (int i = 0; i < size; i++) {
      counts[Buckets.SPREAD.of(micros[i])]++;
    }
    return new Figures(offsets, PackedCounts.pack(counts));
  }

  private Integer millis(int index) {
    return (int) (micros[index] / 1000);
  }
}
