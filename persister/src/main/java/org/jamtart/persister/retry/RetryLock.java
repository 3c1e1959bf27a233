package org.jamtart.persister.retry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Who has it alone takes frames out of quarantine, or builds again what these count in. It goes with the connection. */
public final class RetryLock {

  private RetryLock() {}

  /** Takes it; false if somebody else has it. */
  public static boolean take(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection
        .prepareStatement("select pg_try_advisory_lock(hashtext('tart.quarantine'), hashtext('retry'))");
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Gives it back. */
  public static void leave(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection
        .prepareStatement("select pg_advisory_unlock(hashtext('tart.quarantine'), hashtext('retry'))")) {
      statement.execute();
    }
  }
}
