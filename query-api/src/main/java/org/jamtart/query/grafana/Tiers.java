package org.jamtart.query.grafana;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.event.EventSql;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Chooses the tier from which an answer is made: fine enough for its buckets, and kept long enough for its range. */
public final class Tiers {

  static final String ANYTHING = """
      select exists(select from node_activity where tier = :tier and bucket >= :start and bucket < :end)""";

  private final JdbcClient jdbc;
  private final EventSql events;

  public Tiers(JdbcClient jdbc, EventSql events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  /** By the length of the answer's buckets. */
  Span span(TimeRange range, Duration interval) {
    return span(range, interval, interval.compareTo(Tier.MINUTE.length()) < 0
        ? Tier.HALF_MINUTE
        : interval.compareTo(Tier.HOUR.length()) < 0 ? Tier.MINUTE : Tier.HOUR);
  }

  /** For one figure over the whole range: by the range's length, so that its ends are no more than a hundredth off. */
  Span total(TimeRange range) {
    Duration length = Duration.between(range.from(), range.to());
    Tier finest = length.compareTo(Duration.ofHours(2)) <= 0
        ? Tier.HALF_MINUTE
        : length.compareTo(Duration.ofDays(5)) < 0 ? Tier.MINUTE : Tier.HOUR;
    return span(range, length, finest);
  }

  /** With a tier that is the finest there is. */
  Span span(TimeRange range, Duration interval, Tier finest) {
    List<Tier> tiers = List.of(Tier.values()).subList(finest.ordinal() + 1, Tier.values().length);
    Tier tier = finest;
    Instant since = since(finest);
    for (Tier coarser : tiers) {
      if (!range.from().isBefore(since) || !has(coarser, range, since)) {
        break;
      }
      tier = coarser;
      since = since(coarser);
    }
    return Span.of(range, tier, interval, since);
  }

  private Instant since(Tier tier) {
    return events.completeSince(tier.table("node_activity")).orElse(Instant.EPOCH);
  }

  /** Whether a tier knows of anything in the part of a range that a finer one has dropped. */
  private boolean has(Tier tier, TimeRange range, Instant before) {
    Instant end = before.isBefore(range.to()) ? before : range.to();
    return jdbc.sql(ANYTHING)
        .param("tier", tier.id())
        .param("start", Times.parameter(tier.bucket(range.from())))
        .param("end", Times.parameter(end))
        .query(Boolean.class)
        .single();
  }
}
