package org.jamtart.persister.context;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jamtart.log.GroupLag;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.time.Times;

/**
 * Openings are needed by the time of the log, not by the clock's: as long as a partition has not been stored past them, and as
 * long as a replay goes through their time. Thread-safe.
 */
public final class OpeningPast implements Partitions.Past {

  private static final String REPLAYS = """
      select exists (select from replays
        where state in ('pending', 'running') and range_from < ? and range_to > ?)""";

  private static final String STORED = "select partition, stored_until from log_position";

  private final ContextSettings settings;
  private final GroupLag group;
  private final Clock clock;

  public OpeningPast(ContextSettings settings, GroupLag group, Clock clock) {
    this.settings = settings;
    this.group = group;
    this.clock = clock;
  }

  /** Time that one partition of the table holds: what is past goes in about so many pieces. */
  public static Duration partition(ContextSettings settings) {
    return settings.keep();
  }

  @Override
  public boolean isOver(Connection connection, long from, long to) throws SQLException {
    Instant until = Times.instant(to).plus(settings.needed());
    try (PreparedStatement statement = connection.prepareStatement(REPLAYS)) {
      statement.setObject(1, until.atOffset(ZoneOffset.UTC));
      statement.setObject(2, Times.instant(from).atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          return false;
        }
      }
    }
    return !storedUntil(connection).isBefore(until);
  }

  /** The time up to which every partition of the log is stored; the epoch when that is not known now. */
  private Instant storedUntil(Connection connection) throws SQLException {
    Map<Integer, Instant> last = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(STORED);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        last.put(row.getInt(1), row.getTimestamp(2).toInstant());
      }
    }
    Instant now = clock.instant();
    try {
      return group.read()
          .stream()
          .map(partition -> partition.lag() == 0
              ? now
              : last.getOrDefault(partition.partition(), Instant.EPOCH))
          .min(Instant::compareTo)
          .orElse(Instant.EPOCH);
    } catch (TimeoutException e) {
      return Instant.EPOCH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Instant.EPOCH;
    }
  }
}
