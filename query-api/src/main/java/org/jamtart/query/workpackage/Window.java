package org.jamtart.query.workpackage;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The time in which the packages of an answer were first seen, exactly as asked for.
 *
 * @param interval      length of the answer's buckets, counted from 1970; zero for one figure over the whole range
 * @param completeSince when packages of the range have been deleted: since when there are all; null if there are all
 */
public record Window(Instant from, Instant to, Duration interval, @Nullable Instant completeSince) {

  private static final int MOST_BUCKETS = 10_000;

  static Window of(TimeRange range, Duration interval, @Nullable Instant keptSince) {
    if (!interval.isZero()
        && Duration.between(range.from(), range.to()).dividedBy(interval) > MOST_BUCKETS) {
      throw Problem.parameter("interval", interval.toString().substring(2).toLowerCase(Locale.ROOT),
          "long enough for at most " + MOST_BUCKETS + " buckets between start and end").asException();
    }
    return new Window(range.from(), range.to(), interval,
        keptSince == null || !keptSince.isAfter(range.from()) ? null : keptSince);
  }

  /** The first moment, as a parameter of SQL. */
  public OffsetDateTime start() {
    return Times.parameter(from);
  }

  /** The first moment behind it, as a parameter of SQL. */
  public OffsetDateTime end() {
    return Times.parameter(to);
  }

  /** Says what is covered. */
  public HttpHeaders headers() {
    var headers = new HttpHeaders();
    headers.set("Tart-Range", from + "/" + to);
    if (!interval.isZero()) {
      headers.set("Tart-Resolution-Seconds", Long.toString(interval.toSeconds()));
    }
    if (completeSince != null) {
      headers.set("Tart-Complete-Since", completeSince.toString());
    }
    headers.setCacheControl("no-cache");
    return headers;
  }
}
