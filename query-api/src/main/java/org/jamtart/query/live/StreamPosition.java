package org.jamtart.query.live;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log: in every partition the next record and in it the next frame. As text it is opaque to clients and stays
 * valid as long as the log does. Immutable.
 */
final class StreamPosition {

  private static final int LAYOUT = 1;
  private static final int MOST_PARTITIONS = 10_000;
  private static final int LONGEST_TEXT = 128 * 1024;

  private final int log;
  private final long[] offsets;
  private final int[] frames;
  private @Nullable String text;

  /**
   * @param log     which log: {@link LogIdentity#number()}
   * @param offsets of the next record, by partition
   * @param frames  frames of that record that are done with, by partition
   */
  StreamPosition(int log, long[] offsets, int[] frames) {
    this.log = log;
    this.offsets = offsets.clone();
    this.frames = frames.clone();
  }

  int log() {
    return log;
  }

  int partitions() {
    return offsets.length;
  }

  long offset(int partition) {
    return offsets[partition];
  }

  int frame(int partition) {
    return frames[partition];
  }

  /** Whether a frame is still to come. */
  boolean isBefore(int partition, long offset, int frame) {
    return offset > offsets[partition] || offset == offsets[partition] && frame >= frames[partition];
  }

  /** Whether this place is, in every partition, not behind another one of the same log. */
  boolean hasReached(StreamPosition other) {
    for (int i = 0; i < offsets.length; i++) {
      if (!other.isBefore(i, offsets[i], frames[i])) {
        return false;
      }
    }
    return true;
  }

  /** In every partition the later of the two. */
  StreamPosition later(StreamPosition other) {
    long[] laterOffsets = offsets.clone();
    int[] laterFrames = frames.clone();
    for (int i = 0; i < offsets.length; i++) {
      if (isBefore(i, other.offsets[i], other.frames[i])) {
        laterOffsets[i] = other.offsets[i];
        laterFrames[i] = other.frames[i];
      }
    }
    return new StreamPosition(log, laterOffsets, laterFrames);
  }

  /** Base64url without padding. */
  String text() {
    String known = text;
    if (known == null) {
      ByteBuffer bytes = ByteBuffer.allocate(10 + 15 * offsets.length);
      bytes.put((byte) LAYOUT).putInt(log);
      put(bytes, offsets.length);
      for (int i = 0; i < offsets.length; i++) {
        put(bytes, offsets[i]);
        put(bytes, frames[i]);
      }
      known = Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
      text = known;
    }
    return known;
  }

  /**
   * The opposite of {@link #text()}.
   *
   * @throws IllegalArgumentException when it is no such text
   */
  static StreamPosition parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("too long");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    try {
      if (bytes.get() != LAYOUT) {
        throw new IllegalArgumentException("of another version");
      }
      int log = bytes.getInt();
      int partitions = (int) number(bytes, MOST_PARTITIONS);
      long[] offsets = new long[partitions];
      int[] frames = new int[partitions];
      for (int i = 0; i < partitions; i++) {
        offsets[i] = number(bytes, Long.MAX_VALUE);
        frames[i] = (int) number(bytes, Integer.MAX_VALUE);
      }
      if (bytes.hasRemaining()) {
        throw new IllegalArgumentException("too long");
      }
      return new StreamPosition(log, offsets, frames);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("too short", e);
    }
  }

  private static void put(ByteBuffer bytes, long value) {
    long left = value;
    while (left > 0x7f) {
      bytes.put((byte) (left | 0x80));
      left >>>= 7;
    }
    bytes.put((byte) left);
  }

  private static long number(ByteBuffer bytes, long most) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        if (value > most) {
          break;
        }
        return value;
      }
    }
    throw new IllegalArgumentException("a number is too large");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamPosition that && log == that.log && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(frames, that.frames);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * log + Arrays.hashCode(offsets)) + Arrays.hashCode(frames);
  }

  @Override
  public String toString() {
    return Arrays.toString(offsets) + "+" + Arrays.toString(frames);
  }
}
