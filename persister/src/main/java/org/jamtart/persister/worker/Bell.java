package org.jamtart.persister.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jamtart.store.UnfinishedSql;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Hears when somebody waits for what is not finished, on a connection of its own. One thread. */
final class Bell implements AutoCloseable {

  private final DataSource dataSource;
  private @Nullable Connection listening;

  Bell(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Waits until somebody rings, or has since the last call, at the most for a time of a millisecond or more.
   *
   * @return whether somebody did
   * @throws SQLException when the database cannot be heard; the next call tries again
   */
  boolean await(Duration most) throws SQLException {
    try {
      return listening().unwrap(PGConnection.class).getNotifications((int) most.toMillis()).length > 0;
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private Connection listening() throws SQLException {
    Connection connection = listening;
    if (connection == null) {
      connection = dataSource.getConnection();
      listening = connection;
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen " + UnfinishedSql.CHANNEL);
      }
    }
    return connection;
  }

  @Override
  public void close() {
    try (Connection connection = listening) {
      if (connection != null && connection.isValid(1)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("unlisten *");
        }
      }
    } catch (SQLException e) {
      // The connection is gone, and with it what it listened to.
    } finally {
      listening = null;
    }
  }
}
