package org.jamtart.wire;

/**
 * How messages stand in a stream: a length of four bytes, little-endian, then that many bytes; nothing ever
 * comes back.
 */
public final class Frames {
  /** Bytes of the length before a message. */
  public static final int LENGTH_PREFIX = 4;

  /** Bytes of the timestamp and the discriminator with which every event begins. */
  public static final int EVENT_HEADER = 9;

  /**
   * The longest message that is taken by default, in bytes. JIP-3 sets no limit; its largest event that
   * respects the Gray Paper's limits is a {@link GuaranteeingEvent.WorkPackageReceived} of 105,309 bytes.
   */
  public static final int MAX_FRAME = 262_144;

  private static final int DISCRIMINATOR_AT = 8;

  private Frames() {}

  /** The length that stands at a position, 0 to 2<sup>32</sup>-1. Four bytes must be there. */
  public static long lengthAt(byte[] buffer, int offset) {
    return LittleEndian.u32(buffer, offset);
  }

  /** Writes the length of a message before it. */
  public static void writeLength(int length, byte[] into, int offset) {
    LittleEndian.write(into, offset, LENGTH_PREFIX, length);
  }

  /**
   * The discriminator of an event message (without its length prefix), 0 to 255; -1 if the message is too
   * short to have one.
   */
  public static int discriminatorOf(byte[] buffer, int offset, int length) {
    return length < EVENT_HEADER ? -1 : LittleEndian.u8(buffer, offset + DISCRIMINATOR_AT);
  }

  /** Whether an event message is long enough for a timestamp. */
  public static boolean hasTimestamp(int length) {
    return length >= DISCRIMINATOR_AT;
  }

  /**
   * The timestamp of an event message: microseconds of the JAM Common Era, unsigned; -1, which no honest
   * clock shows, if the message is too short to have one ({@link #hasTimestamp}).
   */
  public static long timestampOf(byte[] buffer, int offset, int length) {
    return hasTimestamp(length) ? LittleEndian.u64(buffer, offset) : -1;
  }
}
