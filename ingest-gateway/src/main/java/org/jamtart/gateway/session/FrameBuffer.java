package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.wire.EventIds;
import org.jamtart.wire.Events;
import org.jamtart.wire.Frames;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.Verdict;

/**
 * The frames of one connection between its socket and its next run: whole ones, which are judged and numbered where they
 * lie, then the beginning of one. Allocates nothing per frame. Not thread-safe.
 */
final class FrameBuffer {

  /** Bytes of a run at the most, unless a single frame is larger. */
  static final int RUN = 64 * 1024;

  private static final int SMALLEST = 2 * 1024;

  private final SessionRef session;
  private final Protocol protocol;
  private final int largestFrame;
  private final Counters counters;
  private final EventIds ids = new EventIds();

  private byte[] bytes = new byte[SMALLEST];
  private int capacity = RUN; // what may be in the buffer before a run must be cut
  private int end;
  private int whole; // end of the last whole frame
  private int count; // whole frames
  private long seq; // of the first frame in the buffer
  private long firstId;
  private boolean firstIdKnown;
  private long received;

  private long wholeBytes;
  private long malformed;
  private long unknown;

  /**
   * @param protocol     what its bytes mean
   * @param largestFrame largest content of a frame, bytes
   */
  FrameBuffer(SessionRef session, Protocol protocol, int largestFrame, Counters counters) {
    this.session = session;
    this.protocol = protocol;
    this.largestFrame = largestFrame;
    this.counters = counters;
  }

  /**
   * Takes what fits. Unless {@link #mustCut}, that is at least a byte if there is one.
   *
   * @return how many bytes were taken
   */
  int fill(ByteBuf from) {
    int taken = Math.min(from.readableBytes(), capacity - end);
    if (end + taken > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(capacity, Math.max(end + taken, 2 * bytes.length)));
    }
    from.readBytes(bytes, end, taken);
    end += taken;
    return taken;
  }

  /**
   * Judges and numbers the frames that have become whole.
   *
   * @param now when they were received, Unix microseconds
   * @return false when a frame announces more bytes than it may have; the frames before it are in the buffer
   */
  boolean scan(long now) {
    while (end - whole >= Frames.LENGTH_PREFIX) {
      long length = Frames.lengthAt(bytes, whole);
      if (length > largestFrame) {
        return false;
      }
      int total = Frames.LENGTH_PREFIX + (int) length;
      if (total > end - whole) {
        if (whole == 0) {
          capacity = Math.max(RUN, total);
        }
        return true;
      }
      judge(whole + Frames.LENGTH_PREFIX, (int) length, now);
      whole += total;
    }
    return true;
  }

  private void judge(int offset, int length, long now) {
    if (count == 0) {
      firstId = ids.current();
      firstIdKnown = ids.known();
      received = now;
    }
    Verdict verdict = Events.validate(bytes, offset, length, protocol);
    ids.advance(verdict, bytes, offset, length);
    counters.frame(verdict, bytes, offset, length);
    switch (verdict) {
      case EVENT, EVENT_WITH_TRAILING_BYTES -> {
      }
      case UNKNOWN_DISCRIMINATOR -> unknown++;
      default -> malformed++;
    }
    wholeBytes += Frames.LENGTH_PREFIX + length;
    count++;
  }

  /** Whether no more bytes fit before {@link #cut}. */
  boolean mustCut() {
    return end == capacity;
  }

  /** Whether there is a whole frame. */
  boolean hasFrames() {
    return count > 0;
  }

  /** The whole frames as a run; the beginning of the next one stays. There must be a whole frame. */
  Run cut() {
    EventNumber id = firstIdKnown ? new EventNumber(firstId, true) : EventNumber.UNKNOWN;
    var run = new Run(session, received, seq, id, count, Arrays.copyOf(bytes, whole));
    int rest = end - whole;
    if (bytes.length > RUN || (rest == 0 && bytes.length > SMALLEST && whole < bytes.length / 8)) {
      // What one large frame or one burst needed is not kept for the life of a quiet connection.
      bytes = Arrays.copyOfRange(bytes, whole, whole + Math.max(SMALLEST, Math.max(rest, bytes.length / 4)));
    } else {
      System.arraycopy(bytes, whole, bytes, 0, rest);
    }
    seq += count;
    count = 0;
    end = rest;
    whole = 0;
    capacity = RUN;
    return run;
  }

  /** Bytes of the frame that is not whole. */
  int partial() {
    return end - whole;
  }

  /** Bytes in the buffer. */
  int held() {
    return end;
  }

  /** Ordinal of the next frame: frames so far. */
  long nextSeq() {
    return seq + count;
  }

  /** Event ID of the next frame. */
  EventNumber nextId() {
    return ids.known() ? new EventNumber(ids.current(), true) : EventNumber.UNKNOWN;
  }

  /** Bytes of all whole frames so far, length prefixes included. */
  long wholeBytes() {
    return wholeBytes;
  }

  /** Frames of a known type that did not decode, and those too short to have a type. */
  long malformed() {
    return malformed;
  }

  /** Frames of an unknown type. */
  long unknown() {
    return unknown;
  }
}
