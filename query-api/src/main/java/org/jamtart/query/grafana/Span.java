package org.jamtart.query.grafana;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The time that an answer covers, in whole buckets of a tier of the counts.
 *
 * @param from          first moment
 * @param to            first moment behind it
 * @param tier          of the counts that are read
 * @param interval      length of the answer's buckets, at least that of the tier's
 * @param completeSince when counts before it have been dropped: since when there are all; null if there are all
 */
public record Span(Instant from, Instant to, Tier tier, Duration interval, @Nullable Instant completeSince) {

  /** A week of minutes, which is what is asked for without an interval, with those that the range begins and ends in. */
  private static final int MOST_BUCKETS = 7 * 24 * 60 + 2;

  /** The range of a request that must have one; its end is a moment by default. */
  public static TimeRange range(Query query, Instant otherwise) {
    return TimeRange.required(query, otherwise);
  }

  /** Whole buckets of a tier around a range. */
  static Span of(TimeRange range, Tier tier, Duration interval, @Nullable Instant completeSince) {
    Instant from = tier.bucket(range.from());
    Instant to = tier.bucket(range.to());
    to = to.equals(range.to()) ? to : to.plus(tier.length());
    Duration length = interval.compareTo(tier.length()) < 0 ? tier.length() : interval;
    // Buckets are counted from 1970, as date_bin does below.
    if (Duration.between(from, to).dividedBy(length) > MOST_BUCKETS) {
      throw Problem.parameter("interval", interval.toString().substring(2).toLowerCase(Locale.ROOT),
          "long enough for at most " + MOST_BUCKETS + " buckets between start and end").asException();
    }
    return new Span(from, to, tier, length,
        completeSince == null || !completeSince.isAfter(from) ? null : completeSince);
  }

  /** The first moment, as a parameter of SQL. */
  public OffsetDateTime start() {
    return Times.parameter(from);
  }

  /** The first moment behind it, as a parameter of SQL. */
  public OffsetDateTime end() {
    return Times.parameter(to);
  }

  /** Seconds of a bucket. */
  public int seconds() {
    return (int) interval.toSeconds();
  }

  /** Says what is covered, for answers that are arrays and have no room for it. */
  public HttpHeaders headers() {
    var headers = new HttpHeaders();
    headers.set("Tart-Range", from + "/" + to);
    headers.set("Tart-Resolution-Seconds", Long.toString(interval.toSeconds()));
    if (completeSince != null) {
      headers.set("Tart-Complete-Since", completeSince.toString());
    }
    headers.setCacheControl("no-cache");
    return headers;
  }
}
