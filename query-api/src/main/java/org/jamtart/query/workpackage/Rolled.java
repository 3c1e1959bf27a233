package org.jamtart.query.workpackage;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which whole hours of a window are answered from what the persister has rolled up, with single packages before and behind them
 * alone: so what an answer costs does not depend on how many packages there are between. Windows of up to two hours are
 * answered from packages alone, and so are those of some cores or nodes, which have few.
 */
public final class Rolled {

  private static final Duration SHORT = Duration.ofHours(2);

  private static final String HOURS = "select min(bucket), max(bucket) from package_figures where tier = 3";

  private final JdbcClient jdbc;

  public Rolled(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Whole hours [from, to) within a window.
   *
   * @param from the end of the window when there are none, as is {@code to}
   */
  public record Hours(Instant from, Instant to) {

    public OffsetDateTime first() {
      return Times.parameter(from);
    }

    public OffsetDateTime last() {
      return Times.parameter(to);
    }

    /** A statement's parameters {@code :start}, {@code :from}, {@code :to}, {@code :end}. */
    public JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement, Window window) {
      return statement.param("start", window.start())
          .param("from", first())
          .param("to", last())
          .param("end", window.end());
    }
  }

  /** Packages before and behind the hours, as {@code w}; a condition may follow. */
  static final String BESIDE = """
      work_package w where (w.first_seen >= :start and w.first_seen < :from or w.first_seen >= :to and w.first_seen < :end)""";

  /** Those of a window; empty when it has none, or none can be used. */
  public Optional<Hours> of(Window window, Selection selection) {
    if (selection.nodes() != null || selection.cores() != null) {
      return Optional.empty();
    }
    return of(window);
  }

  /** The same of all cores and nodes. */
  public Optional<Hours> of(Window window) {
    return of(new TimeRange(window.from(), window.to()));
  }

  /** The same of a range as it is. */
  public Optional<Hours> of(TimeRange window) {
    if (Duration.between(window.from(), window.to()).compareTo(SHORT) <= 0) {
      return Optional.empty();
    }
    return jdbc.sql(HOURS).query((row, n) -> {
      OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
      OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
      return first == null || last == null
          ? Optional.<Hours>empty()
          : within(window, first.toInstant(), last.toInstant().plus(1, ChronoUnit.HOURS));
    }).single();
  }

  private static Optional<Hours> within(TimeRange window, Instant first, Instant behind) {
    Instant hour = window.from().truncatedTo(ChronoUnit.HOURS);
    Instant whole = hour.equals(window.from()) ? hour : hour.plus(1, ChronoUnit.HOURS);
    Instant end = window.to().truncatedTo(ChronoUnit.HOURS);
    Instant from = whole.isAfter(first) ? whole : first;
    Instant to = end.isBefore(behind) ? end : behind;
    return from.isBefore(to) ? Optional.of(new Hours(from, to)) : Optional.empty();
  }
}
