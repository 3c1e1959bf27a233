package org.jamtart.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Fixed-width integers of JIP-3 in a byte array: little-endian, unaligned. */
final class LittleEndian {
  private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
      ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
      ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int u8(byte[] buffer, int at) {
    return buffer[at] & 0xff;
  }

  static int u16(byte[] buffer, int at) {
    return (short) SHORT.get(buffer, at) & 0xffff;
  }

  static long u32(byte[] buffer, int at) {
    return (int) INT.get(buffer, at) & 0xffff_ffffL;
  }

  static long u64(byte[] buffer, int at) {
    return (long) LONG.get(buffer, at);
  }

  /** Reads an integer of 1, 2, 4 or 8 bytes. */
  static long read(byte[] buffer, int at, int bytes) {
    return switch (bytes) {
      case 1 -> u8(buffer, at);
      case 2 -> u16(buffer, at);
      case 4 -> u32(buffer, at);
      default -> u64(buffer, at);
    };
  }

  /** Writes an integer of 1, 2, 4 or 8 bytes. */
  static void write(byte[] buffer, int at, int bytes, long value) {
    switch (bytes) {
      case 1 -> buffer[at] = (byte) value;
      case 2 -> SHORT.set(buffer, at, (short) value);
      case 4 -> INT.set(buffer, at, (int) value);
      default -> LONG.set(buffer, at, value);
    }
  }
}
