package org.jamtart.persister.database;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Tells trouble that passes from records that can never be stored.
 *
 * <p>The fault is a record's when PostgreSQL objects to the data, or when a projection threw something of its own. All
 * else is trouble of the world: connection, resources, locks, disk, but also a revoked privilege, a read-only replica or a
 * missing table. Were these the records' fault, one mistake in operation would send the whole log to quarantine.
 */
public final class Failures {

  /** Classes of SQLState: cardinality, data, integrity constraint, program limit. */
  private static final Set<String> OF_THE_DATA = Set.of("21", "22", "23", "54");

  private static final int LONGEST = 500;
  private static final String CHECK_VIOLATION = "23514";

  private Failures() {}

  /** Whether trying again can help. */
  public static boolean isTransient(Throwable failure) {
    SQLException sql = sqlException(failure);
    if (sql == null) {
      return false;
    }
    String state = sql.getSQLState();
    return state == null || state.length() < 2 || !OF_THE_DATA.contains(state.substring(0, 2))
        || isPartitionMissing(failure);
  }

  /** Whether a row found no partition: retention dropped it a moment before, and the row has expired now. */
  public static boolean isPartitionMissing(Throwable failure) {
    // The message is in the language of the server; a check of ours would name its constraint.
    return sqlException(failure) instanceof PSQLException sql && CHECK_VIOLATION.equals(sql.getSQLState())
        && sql.getServerErrorMessage() != null && sql.getServerErrorMessage().getConstraint() == null;
  }

  /** The SQLState, or the class of a failure that has none; for logs and metrics. */
  public static String code(Throwable failure) {
    SQLException sql = sqlException(failure);
    return sql == null || sql.getSQLState() == null ? failure.getClass().getSimpleName() : sql.getSQLState();
  }

  /** What went wrong at the bottom of it, in one short line. */
  public static String describe(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.toString().replaceAll("\\s+", " ");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static @Nullable SQLException sqlException(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
