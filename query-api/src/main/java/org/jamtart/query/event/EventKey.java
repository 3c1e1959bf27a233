package org.jamtart.query.event;

import java.time.Instant;
import java.util.Comparator;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Times;

/**
 * Where an event row stands in every list: by time, then session, then its ordinal in the session.
 *
 * @param time    of the row
 * @param session number of the session in the tables
 * @param seq     ordinal of the frame in its session
 */
record EventKey(Instant time, long session, long seq) {

  static final Comparator<EventKey> NEWEST_FIRST = Comparator.comparing(EventKey::time)
      .thenComparingLong(EventKey::session)
      .thenComparingLong(EventKey::seq)
      .reversed();

  /** The key that stands behind all rows of a time in the lists, and before those of earlier times. */
  static EventKey startOf(Instant time) {
    return new EventKey(time, Long.MIN_VALUE, Long.MIN_VALUE);
  }

  /** The key that stands before all rows of a time in the lists. */
  static EventKey endOf(Instant time) {
    return new EventKey(time, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Whether no row of its time is left behind it. */
  boolean isBehindAllOfItsTime() {
    return session == Long.MIN_VALUE && seq == Long.MIN_VALUE;
  }

  static EventKey of(Cursor cursor) {
    return new EventKey(Cursor.time(cursor.first()), cursor.second(), cursor.third());
  }

  Cursor cursor() {
    return new Cursor(Times.micros(time), session, seq);
  }
}
