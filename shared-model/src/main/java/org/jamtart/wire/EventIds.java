package org.jamtart.wire;

/**
 * The IDs of JIP-3 events, which are never sent: the first event of a connection is 0, each one after has
 * the next number, and the one after {@link MetaEvent.Dropped} skips those that were dropped. Every message
 * after node information takes part, whatever came of it, since to the sender it was an event.
 *
 * <p>
 * Numbers are unknown for the rest of the connection once they would pass 2<sup>64</sup>-1, or once a
 * Dropped could not be read. One instance serves one connection and one thread; it allocates nothing.
 */
public final class EventIds {
  static final int DROPPED = 0;
  static final int DROPPED_SIZE = 25;

  private static final int COUNT_AT = 17;

  private long current;
  private boolean known = true;

  /** For a connection whose first event is about to come. */
  public EventIds() {}

  /**
   * Goes on where another instance was; what that one knew is what {@link #known()} and {@link #current()}
   * said.
   */
  public EventIds(long current, boolean known) {
    this.current = current;
    this.known = known;
  }

  /** The ID of the next message, unsigned; meaningless unless {@link #known()}. */
  public long current() {
    return current;
  }

  /** Whether the ID of the next message is known. */
  public boolean known() {
    return known;
  }

  /**
   * Steps over the message that had {@link #current()}.
   *
   * @param verdict what {@link Events#validate} said about it
   */
  public void advance(Verdict verdict, byte[] buffer, int offset, int length) {
    if (!known) {
      return;
    }
    long step = 1;
    if (Frames.discriminatorOf(buffer, offset, length) == DROPPED) {
      if (!verdict.isEvent()) {
        known = false;
        return;
      }
      step = droppedCount(buffer, offset);
    }
    long next = current + step;
    known = Long.compareUnsigned(next, current) >= 0;
    current = next;
  }

  /** The number in a Dropped of full length. */
  static long droppedCount(byte[] buffer, int offset) {
    return LittleEndian.u64(buffer, offset + COUNT_AT);
  }
}
