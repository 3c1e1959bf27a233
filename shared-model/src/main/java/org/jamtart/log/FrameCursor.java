package org.jamtart.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks the frames of a run without allocating. Not thread-safe.
 *
 * <pre>{@code
 * var frame = run.cursor();
 * while (frame.next()) { … frame.buffer(), frame.offset(), frame.length() … }
 * }</pre>
 */
public final class FrameCursor {

  /** Bytes of a frame's length prefix, u32 little-endian (JIP-3, message framing). */
  public static final int PREFIX = 4;

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
      ByteOrder.LITTLE_ENDIAN);

  private final byte[] buffer;
  private long seq;
  private int offset;
  private int length;
  private int next;

  FrameCursor(byte[] buffer, long seq) {
    this.buffer = buffer;
    this.seq = seq - 1;
  }

  /**
   * Goes to the next frame.
   *
   * @return false behind the last one
   * @throws LogFormatException when the bytes are not a whole number of frames
   */
  public boolean next() {
    if (next == buffer.length) {
      return false;
    }
    int left = buffer.length - next - PREFIX;
    int announced = left < 0 ? -1 : (int) INT.get(buffer, next);
    if (announced < 0 || announced > left) {
      throw new LogFormatException("frames end in the middle of one: the frame at byte " + next + " of "
          + buffer.length + (left < 0
              ? " has no length"
              : " announces " + Integer.toUnsignedString(announced)
                  + " bytes and has " + left));
    }
    offset = next + PREFIX;
    length = announced;
    next = offset + length;
    seq++;
    return true;
  }

  /** The bytes of the whole run. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the message of this frame begins in {@link #buffer()}, behind its length prefix. */
  public int offset() {
    return offset;
  }

  /** Length of the message of this frame, in bytes; 0 for an empty frame. */
  public int length() {
    return length;
  }

  /** Ordinal of this frame on its connection. */
  public long seq() {
    return seq;
  }
}
