package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jamtart.persister.replay.rebuild.Watch.Work;
import org.jamtart.persister.retry.RetryLock;

/**
 * Has what is in quarantine decoded again before anything is built from the log. Else a frame that decodes now would be counted
 * as an event by the rebuild, and a second time when somebody has it taken out of quarantine.
 */
final class Settling {

  private static final long LOOK_MILLIS = 100;

  private final DataSource dataSource;
  private final UUID replay;
  private final Watch watch;

  Settling(DataSource dataSource, UUID replay, Watch watch) {
    this.dataSource = dataSource;
    this.replay = replay;
    this.watch = watch;
  }

  /** Waits until it is done; false when this process is to stop. */
  boolean run() throws SQLException, InterruptedException {
    try (Connection connection = dataSource.getConnection()) {
      // Under the replay's own id, so that whoever goes on with it waits for the same.
      try (PreparedStatement insert = connection.prepareStatement("""
          insert into quarantine_retry (id, requested_at, state, decoded)
          select ?, now(), 'waiting', 0 where exists (select from quarantine) on conflict do nothing""")) {
        insert.setObject(1, replay);
        insert.executeUpdate();
      }
      while (isWaiting(connection)) {
        watch.did(Work.NONE);
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        if (!watch.rest(0)) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean isWaiting(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection
        .prepareStatement("select from quarantine_retry where id = ? and state <> 'done'")) {
      statement.setObject(1, replay);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Waits until nobody else takes anything out of quarantine; false when this process is to stop. */
  static boolean lock(Connection connection, Watch watch) throws SQLException, InterruptedException {
    while (!RetryLock.take(connection)) {
      watch.did(Work.NONE);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      if (!watch.rest(0)) {
        return false;
      }
    }
    return true;
  }

  static void unlock(Connection connection) throws SQLException {
    RetryLock.leave(connection);
  }
}
