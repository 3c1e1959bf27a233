package org.jamtart.persister.pending;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.time.Times;
import org.jamtart.store.PackedSums;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rows of {@code pending_sums} and adds what they say, in one transaction: so each is added once, whoever else does the same.
 * What cannot be added keeps nothing else from being added: it is left for later. Thread-safe.
 */
final class PendingTransactions {

  private static final Logger LOG = LoggerFactory.getLogger(PendingTransactions.class);

  /** Transactions that are added up together at the most, and packed bytes of them, unless one has more. */
  private static final int ROWS = 512;
  private static final long BYTES = 256 << 10;

  /** Nobody waits for another: each looks at what is left. */
  private static final String LOOK = """
      select id, length(sums) from pending_sums where not_before <= now() order by id limit %d for update skip locked"""
      .formatted(ROWS);

  private static final String TAKE = "select id, sums from pending_sums where id = any(?) order by id";

  /** Those that somebody has taken are waited for, and are gone then. */
  private static final String TAKE_ALL = "select id, sums from pending_sums order by id for update";

  private static final String DELETE = "delete from pending_sums where id = any(?)";

  private static final String LATER_ON = "update pending_sums set not_before = now() + interval '1 minute' where id = ?";

  private static final String OLDEST = """
      select coalesce(extract(epoch from now() - (select stored_at from pending_sums order by id limit 1)), 0)""";

  private final DataSource dataSource;
  private final SumBuckets buckets;
  private final Clock clock;

  PendingTransactions(DataSource dataSource, SumBuckets buckets, Clock clock) {
    this.dataSource = dataSource;
    this.buckets = buckets;
    this.clock = clock;
  }

  /**
   * What became of some.
   *
   * @param more     whether there may be more
   * @param failures what went wrong with single ones; empty if nothing did
   */
  record Outcome(boolean more, List<String> failures) {}

  /** Adds up the oldest. */
  Outcome run() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Oldest oldest = oldest(connection);
        List<Pending> taken = take(connection, oldest.ids);
        List<String> failures = new ArrayList<>();
        if (!taken.isEmpty()) {
          // Lost with a crash, it is pending again.
          execute(connection, "set local synchronous_commit = off");
          addOrLeave(connection, taken, failures);
        }
        connection.commit();
        return new Outcome(oldest.more, failures);
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Adds up all that is pending, in the caller's transaction; all or nothing. */
  void all(Connection connection) throws SQLException {
    List<Pending> taken;
    try (PreparedStatement statement = connection.prepareStatement(TAKE_ALL)) {
      taken = taken(statement);
    }
    if (!taken.isEmpty()) {
      add(connection, taken);
    }
  }

  /** A row of the list, locked. */
  private record Pending(long id, byte[] sums) {}

  /** Rows to be taken together, which are locked, and whether there are others. */
  private record Oldest(List<Long> ids, boolean more) {}

  private static Oldest oldest(Connection connection) throws SQLException {
    List<Long> ids = new ArrayList<>();
    long bytes = 0;
    try (PreparedStatement statement = connection.prepareStatement(LOOK);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        bytes += row.getLong(2);
        if (!ids.isEmpty() && bytes > BYTES) {
          return new Oldest(ids, true);
        }
        ids.add(row.getLong(1));
      }
    }
    return new Oldest(ids, ids.size() == ROWS);
  }

  private static List<Pending> take(Connection connection, List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
      return taken(statement);
    }
  }

  private static List<Pending> taken(PreparedStatement statement) throws SQLException {
    List<Pending> taken = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        taken.add(new Pending(row.getLong(1), row.getBytes(2)));
      }
    }
    return taken;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** Halves of those that cannot be added together, down to the one that cannot be added at all. */
  private void addOrLeave(Connection connection, List<Pending> taken, List<String> failures)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      add(connection, taken);
      connection.releaseSavepoint(before);
    } catch (SQLException | RuntimeException e) {
      if (Failures.isTransient(e)) {
        throw e;
      }
      connection.rollback(before);
      if (taken.size() > 1) {
        int half = taken.size() / 2;
        addOrLeave(connection, taken.subList(0, half), failures);
        addOrLeave(connection, taken.subList(half, taken.size()), failures);
        return;
      }
      LOG.warn("event=adding_up_failed id={} error={}", taken.getFirst().id, Failures.describe(e));
      failures.add(Failures.describe(e));
      try (PreparedStatement statement = connection.prepareStatement(LATER_ON)) {
        statement.setLong(1, taken.getFirst().id);
        statement.executeUpdate();
      }
    }
  }

  private void add(Connection connection, List<Pending> taken) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setObject(1, taken.stream().mapToLong(Pending::id).toArray());
      statement.executeUpdate();
    }
    Map<SumTable, SumColumns> sums = new EnumMap<>(SumTable.class);
    for (Pending each : taken) {
      PackedSums.unpack(each.sums, table -> sums.computeIfAbsent(table, SumColumns::new));
    }
    long now = Times.micros(clock.instant());
    List<SumColumns> kept = sums.values().stream().map(rows -> buckets.kept(rows.added(), now)).toList();
    Inserts.sums(connection, kept);
  }

  /** Seconds since the oldest was stored; 0 if there is none. */
  double lag() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(OLDEST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getDouble(1);
    }
  }
}
