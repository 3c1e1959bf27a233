package org.jamtart.query.convergence;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Histograms over time: of whole hours that the persister has added up by the minute or the hour, of single things in the rest of
 * the range. What it costs does not depend on how many things there are in those hours.
 */
public final class SpreadFiguresSql {

  /** Numbers of what is added up. */
  static final short GUARANTEES = 1;
  static final short ASSURANCES = 2;
  private static final short BLOCKS = 3;

  private static final Duration SHORT = Duration.ofHours(2);

  static final String HOURS = "select min(bucket), max(bucket) from spread_figures where kind = :kind and tier = 3";

  static final String ADDED = """
      select bucket as time, {spread} as spread from spread_figures
      where kind = :kind and tier = :tier and bucket >= :start and bucket < :end""";

  private static final String SINGLE_BLOCKS = """
      select authored_at as time, {spread} as spread from block_convergence
      where type = 43 and authored_at >= :start and authored_at < :end""";

  private final JdbcClient jdbc;

  public SpreadFiguresSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of the blocks that were authored in a range, all together: until nodes began to import them. */
  public long[] imported(TimeRange range) {
    return read(BLOCKS, SINGLE_BLOCKS, range, Tier.HOUR.length(), Skew.KEPT).all();
  }

  /** Whole hours [from, to). */
  private record Hours(Instant from, Instant to) {}

  /**
   * The buckets of a range.
   *
   * @param single the query of single things, by {@code :start} and {@code :end}
   */
  SpreadSeries read(short kind, String single, TimeRange range, Duration interval, Skew skew) {
    var series = new SpreadSeries(range, interval);
    Optional<Hours> hours = hours(kind, range, interval);
    if (hours.isEmpty()) {
      add(series, single, range.from(), range.to(), skew);
      return series;
    }
    Hours added = hours.get();
    add(series, single, range.from(), added.from, skew);
    Tier tier = interval.toSeconds() % Tier.HOUR.length().toSeconds() == 0 ? Tier.HOUR : Tier.MINUTE;
    jdbc.sql(skew.in(ADDED))
        .param("kind", kind)
        .param("tier", tier.id())
        .param("start", Times.parameter(added.from))
        .param("end", Times.parameter(added.to))
        .query(series.rows());
    add(series, single, added.to, range.to(), skew);
    return series;
  }

  private void add(SpreadSeries series, String single, Instant from, Instant to, Skew skew) {
    if (from.isBefore(to)) {
      jdbc.sql(skew.in(single))
          .param("start", Times.parameter(from))
          .param("end", Times.parameter(to))
          .query(series.rows());
    }
  }

  private Optional<Hours> hours(short kind, TimeRange range, Duration interval) {
    if (Duration.between(range.from(), range.to()).compareTo(SHORT) <= 0
        || interval.toSeconds() % Tier.MINUTE.length().toSeconds() != 0) {
      return Optional.empty();
    }
    return jdbc.sql(HOURS).param("kind", kind).query((row, n) -> {
      OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
      OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
      if (first == null || last == null) {
        return Optional.<Hours>empty();
      }
      Instant from = latest(first.toInstant(), Tier.HOUR.bucket(range.from()
          .plus(1, ChronoUnit.HOURS)
          .minusNanos(1)));
      Instant behind = last.toInstant().plus(1, ChronoUnit.HOURS);
      Instant end = Tier.HOUR.bucket(range.to());
      Instant to = end.isBefore(behind) ? end : behind;
      return from.isBefore(to) ? Optional.of(new Hours(from, to)) : Optional.<Hours>empty();
    }).single();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
