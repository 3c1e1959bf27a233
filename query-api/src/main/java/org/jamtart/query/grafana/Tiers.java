package org.jamtart.query.grafana;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Chooses the tier from which an answer is made: fine enough for its buckets, and kept long enough for its range. */
public final class Tiers {

  private static final String ACTIVITY = "node_activity";

  static final String ANYTHING = """
      select exists(select from %s where tier = :tier and bucket >= :start and bucket < :end)""";

  private final JdbcClient jdbc;
  private final Retained retained;

  public Tiers(JdbcClient jdbc, Retained retained) {
    this.jdbc = jdbc;
    this.retained = retained;
  }

  /** By the length of the answer's buckets. */
  public Span span(TimeRange range, Duration interval) {
    return span(range, interval, of(interval));
  }

  /**
   * The same of a table whose tiers are kept for a time of their own.
   *
   * @param table  its name, without that of a tier
   * @param finest the finest tier that it has
   */
  public Span span(TimeRange range, Duration interval, String table, Tier finest) {
    return span(table, range, interval, coarser(of(interval), finest));
  }

  /** For one figure over the whole range: by the range's length, so that its ends are no more than a hundredth off. */
  public Span total(TimeRange range) {
    return total(range, ACTIVITY, Tier.HALF_MINUTE);
  }

  /** The same of a table whose tiers are kept for a time of their own. */
  public Span total(TimeRange range, String table, Tier finest) {
    Duration length = Duration.between(range.from(), range.to());
    Tier fine = length.compareTo(Duration.ofHours(2)) <= 0
        ? Tier.HALF_MINUTE
        : length.compareTo(Duration.ofDays(5)) < 0 ? Tier.MINUTE : Tier.HOUR;
    return span(table, range, length, coarser(fine, finest));
  }

  /** With a tier that is the finest there is. */
  public Span span(TimeRange range, Duration interval, Tier finest) {
    return span(ACTIVITY, range, interval, finest);
  }

  private Span span(String table, TimeRange range, Duration interval, Tier finest) {
    List<Tier> tiers = List.of(Tier.values()).subList(finest.ordinal() + 1, Tier.values().length);
    Tier tier = finest;
    Instant since = since(table, finest);
    for (Tier coarser : tiers) {
      if (!range.from().isBefore(since) || !has(table, coarser, range, since)) {
        break;
      }
      tier = coarser;
      since = since(table, coarser);
    }
    return Span.of(range, tier, interval, since);
  }

  /** One tier of a table, since no other has what is asked for. */
  public Span only(TimeRange range, Duration interval, String table, Tier tier) {
    return Span.of(range, tier, interval, since(table, tier));
  }

  private static Tier of(Duration interval) {
    return interval.compareTo(Tier.MINUTE.length()) < 0
        ? Tier.HALF_MINUTE
        : interval.compareTo(Tier.HOUR.length()) < 0 ? Tier.MINUTE : Tier.HOUR;
  }

  private static Tier coarser(Tier one, Tier other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Instant since(String table, Tier tier) {
    return retained.completeSince(tier.table(table)).orElse(Instant.EPOCH);
  }

  /** Whether a tier knows of anything in the part of a range that a finer one has dropped. */
  private boolean has(String table, Tier tier, TimeRange range, Instant before) {
    Instant end = before.isBefore(range.to()) ? before : range.to();
    return jdbc.sql(ANYTHING.formatted(table))
        .param("tier", tier.id())
        .param("start", Times.parameter(tier.bucket(range.from())))
        .param("end", Times.parameter(end))
        .query(Boolean.class)
        .single();
  }
}
