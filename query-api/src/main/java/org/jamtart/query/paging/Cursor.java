package org.jamtart.query.paging;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: the key of the last entry that was given, as three numbers whose meaning the list knows. Opaque
 * outside, bound to the list and its filter, and good for as long as the tables are.
 */
public record Cursor(long first, long second, long third) {

  private static final byte LAYOUT = 1;
  private static final int BYTES = 1 + 4 * Long.BYTES;

  /** The request's cursor; null when it asks for the first page. */
  public static @Nullable Cursor of(Query query, Fingerprint filter) {
    String text = query.text("cursor");
    return text == null ? null : parse(text, filter);
  }

  private static Cursor parse(String text, Fingerprint filter) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw refused(text, "`next` of a page before, unchanged");
    }
    if (bytes.remaining() != BYTES || bytes.get() != LAYOUT) {
      throw refused(text, "`next` of a page before, unchanged");
    }
    if (bytes.getLong() != filter.value()) {
      throw refused(text, "used with the path and the filters that it came from");
    }
    return new Cursor(bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /**
   * The time that is one of the numbers, in microseconds.
   *
   * @throws org.jamtart.query.problem.ProblemException 400 when no list writes such a time
   */
  public static Instant time(long micros) {
    Instant time = Times.ofMicros(micros);
    if (time.isBefore(TimeRange.FIRST) || time.isAfter(TimeRange.LAST)) {
      throw refused(micros + " in it", "`next` of a page before, unchanged");
    }
    return time;
  }

  /** What the client sends to go on. */
  public String text(Fingerprint filter) {
    byte[] bytes = ByteBuffer.allocate(BYTES)
        .put(LAYOUT)
        .putLong(filter.value())
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static RuntimeException refused(String text, String allowed) {
    return Problem.parameter("cursor", text, allowed).asException();
  }
}
