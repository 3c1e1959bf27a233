package org.jamtart.persister.merge;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jamtart.persister.database.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes marks and makes the rows of their things, in one transaction: whoever sees the marks gone sees the rows. A thing that
 * cannot be merged keeps no other from being merged: it is marked again, for later.
 */
final class MergeTransactions {

  private static final Logger LOG = LoggerFactory.getLogger(MergeTransactions.class);
  private static final Duration LATER = Duration.ofMinutes(1);

  private final DataSource dataSource;
  private final Map<Short, Merged> kinds = new TreeMap<>();

  MergeTransactions(DataSource dataSource, List<Merged> merged) {
    this.dataSource = dataSource;
    for (Merged each : merged) {
      Merged other = kinds.put(each.kind(), each);
      if (other != null) {
        throw new IllegalArgumentException(
            "kind " + each.kind() + " is both " + other.name() + " and " + each.name());
      }
    }
  }

  /**
   * What became of some marks.
   *
   * @param merged   things whose rows were written
   * @param failures what went wrong with single things; empty if nothing did
   */
  record Outcome(long merged, List<String> failures) {
    static final Outcome NOTHING = new Outcome(0, List.of());
  }

  /** Merges what the oldest marks say, unless somebody else is at it. */
  Outcome run() throws SQLException {
    if (kinds.isEmpty()) {
      return Outcome.NOTHING;
    }
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Outcome outcome = Marks.lock(connection) ? merge(connection) : Outcome.NOTHING;
        connection.commit();
        return outcome;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /**
   * Lets every kind do what is due, unless somebody else is at it.
   *
   * @return what went wrong; empty if nothing did
   */
  List<String> settle() throws SQLException {
    List<String> failures = new ArrayList<>();
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (Merged each : kinds.values()) {
          try {
            if (Marks.lock(connection)) {
              each.settle(connection);
            }
            connection.commit();
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            LOG.warn("event=settle_failed kind={} error={}", each.name(), Failures.describe(e));
            failures.add(each.name() + ": " + Failures.describe(e));
          }
        }
      } finally {
        connection.setAutoCommit(true);
      }
    }
    return failures;
  }

  /** The lock is a statement of its own: those that follow it see what the one who had it before has committed. */
  private Outcome merge(Connection connection) throws SQLException {
    List<String> failures = new ArrayList<>();
    long merged = 0;
    for (var kind : Marks.take(connection, Set.copyOf(kinds.keySet())).entrySet()) {
      Merged what = kinds.get(kind.getKey());
      if (what != null) {
        merged += merge(connection, what, List.copyOf(kind.getValue()), failures);
      }
    }
    return new Outcome(merged, failures);
  }

  /** Some of them; halves of those that do not go together, down to the one that does not go at all. */
  private static long merge(Connection connection, Merged what, List<byte[]> keys, List<String> failures)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      what.merge(connection, keys);
      connection.releaseSavepoint(before);
      return keys.size();
    } catch (SQLException | RuntimeException e) {
      if (Failures.isTransient(e) && !Failures.isPartitionMissing(e)) {
        throw e;
      }
      connection.rollback(before);
      if (keys.size() > 1) {
        int half = keys.size() / 2;
        return merge(connection, what, keys.subList(0, half), failures)
            + merge(connection, what, keys.subList(half, keys.size()), failures);
      }
      LOG.warn("event=merge_failed kind={} error={}", what.name(), Failures.describe(e));
      failures.add(what.name() + ": " + Failures.describe(e));
      Marks.later(connection, what.kind(), keys.getFirst(), LATER);
      return 0;
    }
  }

  /** Seconds since the oldest mark that is left was made; 0 if none is. */
  double lag() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return Marks.age(connection);
    }
  }
}
