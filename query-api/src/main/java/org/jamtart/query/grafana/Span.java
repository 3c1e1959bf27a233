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
import org.springframework.jdbc.core.simple.JdbcClient;

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

  /**
   * The rows of a table of counts in the time of a span, for sums over all of it: whole hours and minutes from the tiers of these, which
   * count the same events in fewer rows, and finer ones at the ends alone. {@link #in} gives the statement its parameters.
   */
  public static String rows(String table) {
    return """
        (select * from %1$s where tier = :tier and (bucket >= :start and bucket < :minutes or bucket >= :minutes_end and bucket < :end)
         union all
         select * from %1$s where tier = 2 and (bucket >= :minutes and bucket < :hours or bucket >= :hours_end and bucket < :minutes_end)
         union all
         select * from %1$s where tier = 3 and bucket >= :hours and bucket < :hours_end)"""
        .formatted(table);
  }

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

  /** The whole buckets of a tier that are in this span, if that tier is coarser than its own; none where there are none. */
  public Span whole(Tier coarser) {
    Whole whole = new Whole(from, to).of(coarser, tier);
    return tier.compareTo(coarser) >= 0
        ? this
        : new Span(whole.from, whole.to, coarser, interval, completeSince);
  }

  /** The first moment, as a parameter of SQL. */
  public OffsetDateTime start() {
    return Times.parameter(from);
  }

  /** The first moment behind it, as a parameter of SQL. */
  public OffsetDateTime end() {
    return Times.parameter(to);
  }

  /** A statement with the parameters of {@link #rows}; {@code tier}, {@code start} and {@code end} are among them. */
  public JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement) {
    Whole minutes = new Whole(from, to).of(Tier.MINUTE, tier);
    Whole hours = minutes.of(Tier.HOUR, tier);
    return statement.param("tier", tier.id())
        .param("start", start())
        .param("minutes", Times.parameter(minutes.from))
        .param("hours", Times.parameter(hours.from))
        .param("hours_end", Times.parameter(hours.to))
        .param("minutes_end", Times.parameter(minutes.to))
        .param("end", end());
  }

  /** The whole buckets [from, to) of a tier; none, at the end, where there are none. */
  private record Whole(Instant from, Instant to) {

    Whole of(Tier coarser, Tier finest) {
      if (finest.compareTo(coarser) >= 0) {
        return this;
      }
      Instant first = coarser.bucket(from);
      first = first.equals(from) ? first : first.plus(coarser.length());
      Instant end = coarser.bucket(to);
      return first.isBefore(end) ? new Whole(first, end) : new Whole(to, to);
    }
  }

  /** First moment of the answer's bucket that has a moment; they are counted from 1970, as date_bin does. */
  public Instant bucket(Instant moment) {
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds()) * seconds());
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
