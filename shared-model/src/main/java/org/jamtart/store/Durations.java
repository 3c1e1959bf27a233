package org.jamtart.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many durations there were of which length, in cells so narrow that a percentile is off by a thirty-second of itself, or by a
 * quarter of a millisecond if that is more. Those of any packages and times add up. Not thread-safe.
 */
public final class Durations {

  /** The unit in which the first cells are one wide. */
  private static final long MICROS = 250;
  /** From {@code 1 << BITS} units on a cell is as wide as that part of its lower edge. */
  private static final int BITS = 5;
  /** A day: what took longer counts as that. */
  private static final long MOST = 86_400_000_000L / MICROS;
  private static final int CELLS = cell(MOST) + 1;
  private static final int MORE = 0x80;
  private static final double MICROS_PER_MILLI = 1_000;

  private final long[] counts = new long[CELLS];
  private long size;

  /** Adds a duration, in microseconds; one below zero, which the clocks of two nodes make, is one of zero. */
  public void add(long micros) {
    counts[cell(Math.clamp(micros / MICROS, 0, MOST))]++;
    size++;
  }

  /** Adds those of a packed histogram. */
  public void add(byte[] packed) {
    int cell = 0;
    for (int at = 0; at < packed.length;) {
      long gap = number(packed, at);
      at += length(packed, at);
      long count = number(packed, at);
      at += length(packed, at);
      cell += (int) gap;
      counts[cell] += count;
      size += count;
    }
  }

  /**
   * The histogram in few bytes: for each cell that has any, how many cells behind the one before it, and how many durations; numbers
   * of seven bits to a byte, the lowest first, the eighth bit set where more follow.
   */
  public byte[] pack() {
    var bytes = new ByteArrayOutputStream();
    int before = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      if (counts[cell] != 0) {
        write(bytes, cell - before);
        write(bytes, counts[cell]);
        before = cell;
      }
    }
    return bytes.toByteArray();
  }

  /** How many durations there are. */
  public long size() {
    return size;
  }

  /**
   * The duration at a place among all of them in order, interpolated between neighbours.
   *
   * @param share from 0, the shortest, to 1, the longest
   * @return milliseconds; null if there are none
   */
  public @Nullable Double millis(double share) {
    if (size == 0) {
      return null;
    }
    double place = share * (size - 1);
    long before = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      if (before + counts[cell] > place) {
        double part = (place - before + 0.5) / counts[cell];
        double lower = lower(cell);
        return (lower + Math.min(1, part) * (lower(cell + 1) - lower)) * MICROS / MICROS_PER_MILLI;
      }
      before += counts[cell];
    }
    throw new IllegalStateException("counted " + size + ", found " + Arrays.stream(counts).sum());
  }

  private static int cell(long units) {
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(units) - BITS);
    return (shift << BITS) + (int) (units >>> shift);
  }

  private static long lower(int cell) {
    int shift = Math.max(0, (cell >>> BITS) - 1);
    return (long) (cell - (shift << BITS)) << shift;
  }

  private static void write(ByteArrayOutputStream bytes, long number) {
    long left = number;
    while (left >= MORE) {
      bytes.write((int) left & (MORE - 1) | MORE);
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  private static long number(byte[] packed, int from) {
    long number = 0;
    for (int i = 0; i < length(packed, from); i++) {
      number |= (long) (packed[from + i] & (MORE - 1)) << 7 * i;
    }
    return number;
  }

  private static int length(byte[] packed, int from) {
    int length = 1;
    while (packed[from + length - 1] < 0) {
      length++;
    }
    return length;
  }
}
