package org.jamtart.persister.database;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that the database has, carried on by the machine's steady timer from when it was last asked. What the clock of
 * the machine says does not matter: persisters on machines whose clocks differ, or jump, agree on what is of a future that
 * cannot be believed and on what has expired. Thread-safe.
 */
public final class DatabaseTime implements InstantSource {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseTime.class);

  private final DataSource dataSource;
  private volatile Reading last;

  /**
   * What the database said.
   *
   * @param nanos {@link System#nanoTime} of that moment
   */
  private record Reading(Instant time, long nanos) {}

  private DatabaseTime(DataSource dataSource, Reading first) {
    this.dataSource = dataSource;
    this.last = first;
  }

  /** Asks for the first time. */
  public static DatabaseTime of(DataSource dataSource) throws SQLException {
    return new DatabaseTime(dataSource, ask(dataSource));
  }

  /** Asks again, since timers drift and stand still while a machine sleeps; never throws: until it is answered, time goes on. */
  public void look() {
    try {
      last = ask(dataSource);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("event=database_time_unknown error={}", e.toString());
    }
  }

  private static Reading ask(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
      long before = System.nanoTime();
      try (var rows = statement.executeQuery("select clock_timestamp()")) {
        long after = System.nanoTime();
        rows.next();
        return new Reading(rows.getObject(1, OffsetDateTime.class).toInstant(),
            before + (after - before) / 2);
      }
    }
  }

  @Override
  public Instant instant() {
    Reading reading = last;
    return reading.time.plusNanos(System.nanoTime() - reading.nanos);
  }
}
