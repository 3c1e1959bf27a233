package org.jamtart.query.live;

import java.util.Arrays;
import java.util.Objects;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.query.event.EventView;
import org.jamtart.query.event.LoggedEvent;
import org.jamtart.query.request.Times;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Facts;
import org.jamtart.wire.Frames;
import org.jamtart.wire.JamTime;
import org.jspecify.annotations.Nullable;

/**
 * An event that was read from the log, where it stands there, and what it can be chosen by.
 *
 * @param partition of the log
 * @param offset    of its run
 * @param frame     its ordinal in the run
 * @param received  Unix microseconds
 * @param eventId   64 unsigned bits; null when unknown
 * @param type      discriminator, 0 to 255
 * @param slot      -1 for none
 * @param core      -1 for none
 * @param ref       64 unsigned bits; null for none
 * @param hash      null for none
 * @param message   a copy of its own, so that it holds nothing else in memory
 */
record LiveEvent(int partition, long offset, int frame, SessionRef session, NodeNames.Name name,
    long received, long seq, @Nullable Long eventId, int type, long slot, int core, @Nullable Long ref,
    @Nullable Bytes32 hash, byte[] message) {

  /** What an event takes in memory beside its message, about. */
  private static final int OVERHEAD = 200;

  static LiveEvent of(int partition, long offset, int frame, SessionRef session, NodeNames.Name name,
      long received, long seq, @Nullable Long eventId, Facts facts, byte[] buffer, int at, int length) {
    return new LiveEvent(partition, offset, frame, session, name, received, seq, eventId,
        Frames.discriminatorOf(buffer, at, length), facts.slot(), facts.core(),
        facts.hasRef() ? (Long) facts.ref() : null,
        facts.hashOffset() < 0 ? null : Bytes32.of(buffer, facts.hashOffset()),
        Arrays.copyOfRange(buffer, at, at + length));
  }

  /** About how many bytes it takes in memory. */
  int size() {
    return OVERHEAD + message.length;
  }

  /** As the lists of events show it. */
  EventView view(ByteStyle style) {
    long own = Frames.timestampOf(message, 0, message.length);
    return EventView.of(
        new LoggedEvent(session.node(), name.implementation(), name.version(), session.session(),
            session.protocol(), session.cores(), seq, eventId,
            Times.ofMicros(JamTime.rowTimeMicros(own, received)), JamTime.isImplausible(own, received),
            Times.ofMicros(received), slot < 0 ? null : (Long) slot, core < 0 ? null : (Integer) core, ref,
            hash == null ? null : hash.toByteArray(), type, message),
        style);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveEvent that && partition == that.partition && offset == that.offset
        && frame == that.frame;
  }

  @Override
  public int hashCode() {
    return Objects.hash(partition, offset, frame);
  }
}
