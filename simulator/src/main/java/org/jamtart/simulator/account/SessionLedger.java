package org.jamtart.simulator.account;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes out on one connection, by looking at the bytes themselves once they are written. Written by the
 * thread that sends, read by any.
 */
public final class SessionLedger {
  private static final int BEST_BLOCK_CHANGED = 11;
  private static final int FINALIZED_BLOCK_CHANGED = 12;
  private static final int DROPPED = 0;
  private static final int FIRST_FIELD = Frames.LENGTH_PREFIX + Frames.EVENT_HEADER;
  private static final int SECOND_U64 = FIRST_FIELD + Long.BYTES;
  private static final int UNKNOWN = -1;

  private final Bytes32 node;
  private final int number;
  private final @Nullable ByteArrayOutputStream recording;
  private final long[] byType = new long[256];
  private long frames;
  private long bytes;
  private long dropped;
  private long bestSlot = UNKNOWN;
  private long finalizedSlot = UNKNOWN;

  SessionLedger(Bytes32 node, int number, boolean recorded) {
    this.node = node;
    this.number = number;
    this.recording = recorded ? new ByteArrayOutputStream() : null;
  }

  /** Takes note that bytes have gone into the socket. */
  public synchronized void wrote(byte[] buffer, int from, int to) {
    bytes += to - from;
    if (recording != null) {
      recording.write(buffer, from, to - from);
    }
  }

  /**
   * Counts the frames that begin at a position and end by another.
   *
   * @return where the first frame begins that does not
   */
  public synchronized int count(byte[] buffer, int from, int to) {
    int position = from;
    while (to - position >= Frames.LENGTH_PREFIX) {
      int end = position + Frames.LENGTH_PREFIX + (int) Frames.lengthAt(buffer, position);
      if (end > to) {
        break;
      }
      // The first frame of a connection is node information, which is no event.
      if (frames > 0) {
        countEvent(buffer, position);
      }
      frames++;
      position = end;
    }
    return position;
  }

  private void countEvent(byte[] buffer, int frame) {
    int type = buffer[frame + FIRST_FIELD - 1] & 0xff;
    byType[type]++;
    switch (type) {
      case DROPPED -> dropped += number(buffer, frame + SECOND_U64, Long.BYTES);
      case BEST_BLOCK_CHANGED -> bestSlot = number(buffer, frame + FIRST_FIELD, Integer.BYTES);
      case FINALIZED_BLOCK_CHANGED -> finalizedSlot = number(buffer, frame + FIRST_FIELD, Integer.BYTES);
      default -> {
        // Counted; nothing in it is summed.
      }
    }
  }

  private static long number(byte[] buffer, int offset, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | buffer[offset + i] & 0xff;
    }
    return value;
  }

  /** The account so far. */
  public synchronized SessionAccount account() {
    return new SessionAccount(node, number, frames, bytes, Math.max(0, frames - 1), eventsByType(), dropped,
        slot(bestSlot), slot(finalizedSlot),
        Optional.ofNullable(recording).map(ByteArrayOutputStream::toByteArray));
  }

  synchronized long events() {
    return Math.max(0, frames - 1);
  }

  synchronized long bytes() {
    return bytes;
  }

  private Map<Integer, Long> eventsByType() {
    var counts = new TreeMap<Integer, Long>();
    for (int type = 0; type < byType.length; type++) {
      if (byType[type] > 0) {
        counts.put(type, byType[type]);
      }
    }
    return counts;
  }

  private static OptionalLong slot(long value) {
    return value == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
