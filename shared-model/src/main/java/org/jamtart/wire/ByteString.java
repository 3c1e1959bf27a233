package org.jamtart.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that cannot change, of whatever number. */
public final class ByteString {
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies an array. */
  public static ByteString of(byte... bytes) {
    return new ByteString(bytes.clone());
  }

  /**
   * Copies part of an array.
   *
   * @throws IndexOutOfBoundsException if the array ends before
   */
  public static ByteString of(byte[] buffer, int offset, int length) {
    return new ByteString(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  /**
   * Reads hex digits of either case, with or without {@code 0x} before them.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static ByteString ofHex(String hex) {
    return new ByteString(HEX.parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
  }

  /** How many bytes. */
  public int length() {
    return bytes.length;
  }

  /** One byte as a number, 0 to 255. */
  public int get(int index) {
    return bytes[index] & 0xff;
  }

  /** One bit, counted from the least significant one of the first byte (Gray Paper, bit sequences). */
  public boolean bit(int index) {
    return (bytes[index >> 3] >> (index & 7) & 1) != 0;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Writes the bytes into an array. */
  public void copyTo(byte[] into, int offset) {
    System.arraycopy(bytes, 0, into, offset, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hex digits, without {@code 0x}. */
  @Override
  public String toString() {
    return HEX.formatHex(bytes);
  }
}
