package org.jamtart.store;

import java.io.ByteArrayOutputStream;

/**
 * The counts of a histogram as the column {@code spread} has them: seven bits to a byte, the lowest first, the eighth bit set
 * where more follow. A histogram of one sender's assurance is 23 to 30 bytes.
 */
public final class PackedCounts {

  private static final int MORE = 0x80;

  private PackedCounts() {}

  /** Packs counts, none of them negative. */
  public static byte[] pack(long[] counts) {
    var bytes = new ByteArrayOutputStream(counts.length + 8);
    for (long count : counts) {
      long left = count;
      while (left >= MORE) {
        bytes.write((int) left & (MORE - 1) | MORE);
        left >>>= 7;
      }
      bytes.write((int) left);
    }
    return bytes.toByteArray();
  }

  /**
   * Adds packed counts to others.
   *
   * @param sums as many as were packed
   */
  public static void add(byte[] packed, long[] sums) {
    int at = 0;
    for (int i = 0; i < sums.length; i++) {
      long count = 0;
      int shift = 0;
      byte next;
      do {
        next = packed[at++];
        count |= (long) (next & (MORE - 1)) << shift;
        shift += 7;
      } while (next < 0);
      sums[i] += count;
    }
  }
}
