package org.jamtart.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Thirty-two bytes that cannot change: a hash, a root, a peer id. Ordered as unsigned bytes, like
 * PostgreSQL's bytea.
 */
public final class Bytes32 implements Comparable<Bytes32> {
  /** How many bytes it is. */
  public static final int SIZE = 32;

  /** Thirty-two times zero. */
  public static final Bytes32 ZERO = new Bytes32(0, 0, 0, 0);

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.BIG_ENDIAN);
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  // Big-endian, so that comparing the numbers compares the bytes.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private Bytes32(long first, long second, long third, long fourth) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
  }

  /**
   * Copies 32 bytes.
   *
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static Bytes32 of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("expected 32 bytes, found " + bytes.length);
    }
    return of(bytes, 0);
  }

  /**
   * Copies 32 bytes out of a larger array.
   *
   * @throws IndexOutOfBoundsException if the array ends before
   */
  public static Bytes32 of(byte[] buffer, int offset) {
    return new Bytes32((long) LONG.get(buffer, offset), (long) LONG.get(buffer, offset + 8),
        (long) LONG.get(buffer, offset + 16), (long) LONG.get(buffer, offset + 24));
  }

  /**
   * Reads 64 hex digits of either case, with or without {@code 0x} before them.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Bytes32 ofHex(String hex) {
    String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
    if (digits.length() != 2 * SIZE) {
      throw new IllegalArgumentException("expected 64 hex digits, found " + digits.length() + " characters");
    }
    return of(HEX.parseHex(digits));
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[SIZE];
    copyTo(bytes, 0);
    return bytes;
  }

  /** Writes the bytes into an array. */
  public void copyTo(byte[] into, int offset) {
    LONG.set(into, offset, first);
    LONG.set(into, offset + 8, second);
    LONG.set(into, offset + 16, third);
    LONG.set(into, offset + 24, fourth);
  }

  /** Sixty-four lower-case hex digits, without {@code 0x}. */
  public String toHex() {
    byte[] digits = new byte[2 * SIZE];
    write(first, digits, 0);
    write(second, digits, 16);
    write(third, digits, 32);
    write(fourth, digits, 48);
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** Answers have thousands of ids, and one by one HexFormat takes most of the time that they are written in. */
  private static void write(long bits, byte[] digits, int offset) {
    for (int i = 15; i >= 0; i--) {
      digits[offset + i] = DIGITS[(int) (bits >>> 4 * (15 - i)) & 0xf];
    }
  }

  @Override
  public int compareTo(Bytes32 other) {
    int order = Long.compareUnsigned(first, other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second, other.second);
    }
    if (order == 0) {
      order = Long.compareUnsigned(third, other.third);
    }
    return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes32 that && first == that.first && second == that.second
        && third == that.third
        && fourth == that.fourth;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first ^ Long.rotateLeft(second, 17) ^ Long.rotateLeft(third, 31) ^ fourth);
  }

  /** The same as {@link #toHex()}. */
  @Override
  public String toString() {
    return toHex();
  }
}
