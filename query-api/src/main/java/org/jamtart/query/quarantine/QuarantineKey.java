package org.jamtart.query.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Times;

/** What names a quarantined message: when it was received, and its id; both, since the table is partitioned by the time. */
record QuarantineKey(Instant received, UUID id) {

  private static final Pattern TEXT = Pattern
      .compile("(\\d{1,18})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  /** As the API writes it: microseconds, a hyphen, the id. */
  String text() {
    return Times.micros(received) + "-" + id;
  }

  /** The opposite; empty if it is none. */
  static Optional<QuarantineKey> parse(String text) {
    Matcher key = TEXT.matcher(text);
    return key.matches()
        && Long.parseLong(key.group(1)) < Times.micros(org.jamtart.query.request.TimeRange.LAST)
            ? Optional.of(new QuarantineKey(Times.ofMicros(Long.parseLong(key.group(1))),
                UUID.fromString(key.group(2))))
            : Optional.empty();
  }

  static QuarantineKey of(Cursor cursor) {
    return new QuarantineKey(Cursor.time(cursor.first()), new UUID(cursor.second(), cursor.third()));
  }

  Cursor cursor() {
    return new Cursor(Times.micros(received), id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
