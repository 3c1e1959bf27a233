package org.jamtart.query.request;

import java.time.Instant;
import org.jamtart.query.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of time; an end that is null is open.
 *
 * @param start the first moment in it
 * @param end   the first moment behind it
 */
public record TimeRange(@Nullable Instant start, @Nullable Instant end) {

  /** Before and after everything that a table can have, in place of an open end. */
  public static final Instant FIRST = Instant.EPOCH;

  /** After everything that a table can have. */
  public static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /** The parameters {@code start} and {@code end}, which are also called {@code start_time} and {@code end_time}. */
  public static TimeRange of(Query query) {
    Instant start = query.time("start", "start_time");
    Instant end = query.time("end", "end_time");
    if (start != null && end != null && !end.isAfter(start)) {
      throw Problem.parameter("end", end.toString(), "after start, which is " + start).asException();
    }
    return new TimeRange(start, end);
  }

  /** The same of a request that must have a start; its end is a moment by default. */
  public static TimeRange required(Query query, Instant otherwise) {
    TimeRange asked = of(query);
    if (asked.start == null) {
      throw Problem.parameter("start", "", "given: a time in RFC 3339 with a zone").asException();
    }
    Instant end = asked.end == null ? otherwise : asked.end;
    if (!end.isAfter(asked.start)) {
      throw Problem.parameter("start", asked.start.toString(), "before the end, which is " + end)
          .asException();
    }
    return new TimeRange(asked.start, end);
  }

  /** The start, or a moment before everything. */
  public Instant from() {
    return start == null ? FIRST : start;
  }

  /** The end, or a moment after everything. */
  public Instant to() {
    return end == null ? LAST : end;
  }

  /** The same as text, for the fingerprint of a filter. */
  public String key() {
    return start + "/" + end;
  }
}
