package org.jamtart.query.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.request.TimeRange;
import org.jamtart.store.Tier;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sums over ranges that are put together from the tiers, against the events that were counted. */
@TartTest
class SpanRowsIT {

  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final int SECONDS = 30 * 3_600;
  /** Nothing happens in these seconds: more than three whole hours, and parts of two. */
  private static final int QUIET = 10 * 3_600 + 1_234;
  private static final int LOUD_AGAIN = 14 * 3_600 + 77;

  private static final Map<Tier, String> LENGTHS = Map.of(Tier.HALF_MINUTE, "30 seconds", Tier.MINUTE,
      "1 minute", Tier.HOUR, "1 hour");

  private static final String SUM = "select coalesce(sum(c.events), 0)::bigint from %s c where c.type = 42"
      .formatted(Span.rows("network_count"));

  private static final String SUM_OF_CORES = "select coalesce(sum(c.events), 0)::bigint from %s c where c.type = 42"
      .formatted(Span.rows("core_count"));

  private final JdbcClient jdbc;
  private final List<Long> seconds = new ArrayList<>();

  SpanRowsIT(TestScope scope) {
    var rows = new Rows(scope.database());
    new Counted(rows).partitions(Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"));
    var random = new Random(17);
    while (seconds.size() < 3_000) {
      long second = random.nextInt(SECONDS);
      if (second < QUIET || second >= LOUD_AGAIN) {
        seconds.add(second);
      }
    }
    // Events on the bounds of hours, minutes and half minutes, and right before them.
    List.of(3_600L, 7_199L, 7_200L, 7_259L, 7_260L, 7_289L, 7_290L, 18_000L, 21_599L).forEach(seconds::add);
    LENGTHS.forEach((tier, length) -> {
      for (String table : tier == Tier.HALF_MINUTE
          ? List.of("network_count")
          : List.of("network_count", "core_count")) {
        String columns = table.equals("core_count") ? "1, 42" : "42, -1, ''";
        rows.update("insert into " + table + " select " + tier.id() + ", date_bin('" + length
            + "', cast(? as timestamptz) + s * interval '1 s', timestamptz 'epoch'), " + columns
            + ", s % 3, count(*) from unnest(?) s group by 2, s % 3", T, seconds.toArray(Long[]::new));
      }
    });
    jdbc = JdbcClient.create(scope.database().dataSource());
  }

  private static Instant at(double hours) {
    return T.plusMillis((long) (hours * 3_600_000));
  }

  @Test
  void a_sum_over_any_range_is_that_of_the_events_in_the_buckets_around_it() {
    List<TimeRange> ranges = new ArrayList<>(List.of(new TimeRange(at(1), at(5)), // on hour bounds
        new TimeRange(at(1.5), at(5.25)), // inside hours
        new TimeRange(at(1), at(1.7)), new TimeRange(at(1.2), at(2)), new TimeRange(at(1.1), at(1.9)), // in one hour
        new TimeRange(at(1.9), at(2.1)), new TimeRange(at(2), at(3)), // over one bound; an hour
        new TimeRange(at(2), T.plusSeconds(7_260)), // a minute
        new TimeRange(T.plusSeconds(7_259), T.plusSeconds(7_261)),
        new TimeRange(T.plusSeconds(7_230), T.plusSeconds(7_260)), // half a minute
        new TimeRange(at(9.5), at(15.5)), new TimeRange(at(10.5), at(14)), new TimeRange(at(11), at(13)), // over the quiet
        new TimeRange(at(-3), at(40)), new TimeRange(at(29.99), at(50))));
    var random = new Random(4);
    for (int i = 0; i < 150; i++) {
      Instant from = T.plusMillis(random.nextInt(SECONDS * 1_000));
      ranges
          .add(new TimeRange(from, from.plusMillis(1 + random.nextInt(i % 3 == 0 ? 7_000_000 : 70_000_000))));
    }
    for (TimeRange range : ranges) {
      for (Tier tier : List.of(Tier.HALF_MINUTE, Tier.MINUTE, Tier.HOUR)) {
        Span span = Span.of(range, tier, Duration.ofDays(2), null);
        assertThat(sum(SUM, span)).as("%s by %s", range, tier).isEqualTo(expected(range, tier));
        if (tier != Tier.HALF_MINUTE) {
          assertThat(sum(SUM_OF_CORES, span)).as("%s of cores by %s", range, tier)
              .isEqualTo(expected(range, tier));
        }
      }
    }
  }

  private long sum(String sql, Span span) {
    return span.in(jdbc.sql(sql)).query(Long.class).single();
  }

  /** Of the events themselves: from the beginning of the bucket that the range begins in to the end of that in which it ends. */
  private long expected(TimeRange range, Tier tier) {
    long length = tier == Tier.HOUR ? 3_600 : tier == Tier.MINUTE ? 60 : 30;
    long from = Math.floorDiv(T.until(range.from(), ChronoUnit.MILLIS), 1_000 * length) * length;
    long to = Math.ceilDiv(T.until(range.to(), ChronoUnit.MILLIS), 1_000 * length) * length;
    return seconds.stream().filter(second -> second >= from && second < to).count();
  }
}
