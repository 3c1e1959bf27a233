package org.jamtart.query.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jamtart.query.problem.Problem;

/** Times as requests write them and PostgreSQL keeps them. */
public final class Times {

  private static final String ALLOWED = "a time in RFC 3339 with a zone, such as 2026-11-22T12:00:00Z, of the years 1970 to 9998";
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private Times() {}

  /** A time as PostgreSQL's driver takes it. */
  public static OffsetDateTime parameter(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  /** Microseconds of Unix time. */
  public static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  /** The instant of microseconds of Unix time. */
  public static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A time in RFC 3339, rounded up to the microsecond; refuses the request otherwise, naming the parameter. */
  public static Instant parse(String name, String text) {
    try {
      // A '+' that was not escaped arrives as a space.
      Instant time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
      Instant rounded = time.plusNanos(999).truncatedTo(ChronoUnit.MICROS);
      if (!rounded.isBefore(FIRST) && rounded.isBefore(LAST)) {
        return rounded;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw Problem.parameter(name, text, ALLOWED).asException();
  }
}
