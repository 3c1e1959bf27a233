package org.jamtart.wire;

/**
 * Natural numbers as the Gray Paper encodes them (appendix C, general naturals): 1 to 9 bytes, of which the
 * leading one bits of the first say how many follow. JIP-3 writes every length this way and nothing else.
 * The encoding is a bijection, so a number in more bytes than it needs is refused. Not LEB128: the two agree
 * below 128 only.
 */
public final class Natural {
  /** The most bytes that a number takes. */
  public static final int MAX_BYTES = 9;

  private Natural() {}

  /** How many bytes the number takes; the number is unsigned. */
  public static int size(long value) {
    int bits = 64 - Long.numberOfLeadingZeros(value);
    return bits > 56 ? MAX_BYTES : Math.max(1, (bits + 6) / 7);
  }

  /**
   * Writes a number.
   *
   * @param value the number, unsigned
   * @return where the next byte goes
   */
  public static int write(long value, byte[] into, int at) {
    int following = size(value) - 1;
    if (following == 8) {
      into[at] = (byte) 0xff;
      LittleEndian.write(into, at + 1, 8, value);
      return at + 9;
    }
    into[at] = (byte) (256 - (1 << (8 - following)) + (value >>> (8 * following)));
    for (int i = 0; i < following; i++) {
      into[at + 1 + i] = (byte) (value >>> (8 * i));
    }
    return at + 1 + following;
  }

  /**
   * How many bytes the number at a position takes.
   *
   * @param end where the message ends
   * @return 1 to 9, or a negative number: {@link Verdict#asFailure()} of what is wrong with it
   */
  static int check(byte[] buffer, int at, int end) {
    if (at >= end) {
      return Verdict.TRUNCATED.asFailure();
    }
    if (buffer[at] >= 0) {
      return 1;
    }
    int bytes = 1 + following(buffer[at]);
    if (end - at < bytes) {
      return Verdict.TRUNCATED.asFailure();
    }
    return size(read(buffer, at)) == bytes ? bytes : Verdict.NON_CANONICAL_NATURAL.asFailure();
  }

  /** Reads, as an unsigned number, what {@link #check} has accepted. */
  static long read(byte[] buffer, int at) {
    int first = buffer[at];
    if (first >= 0) {
      return first;
    }
    int following = following(buffer[at]);
    if (following == 8) {
      return LittleEndian.u64(buffer, at + 1);
    }
    long value = (long) (first & (0x7f >> following)) << (8 * following);
    for (int i = 0; i < following; i++) {
      value |= (buffer[at + 1 + i] & 0xffL) << (8 * i);
    }
    return value;
  }

  private static int following(byte first) {
    // The extra bit stops the count at eight.
    return Integer.numberOfLeadingZeros(~first << 24 | 0x0080_0000);
  }
}
