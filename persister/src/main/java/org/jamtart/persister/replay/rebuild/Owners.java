package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import org.jamtart.persister.time.Times;

/** Which partition of the log each node is in, and whether the log still has everything of it. */
final class Owners {

  private Owners() {}

  /**
   * Nodes of which the log does not have everything.
   *
   * @param live the live table of nodes
   */
  static long notCovered(Connection connection, String live, LogReach reach) throws SQLException {
    long count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select peer_id, first_seen from " + live)) {
      while (row.next()) {
        count += reach.covers(reach.partition(row.getBytes(1)), micros(row.getTimestamp(2))) ? 0 : 1;
      }
    }
    return count;
  }

  /** Writes them into the shadow. */
  static void write(Connection connection, Shadow shadow, LogReach reach) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement insert = connection
            .prepareStatement("insert into " + shadow.own("owner") + " values (?, ?, ?)")) {
      statement.execute("truncate " + shadow.own("owner"));
      try (ResultSet row = statement
          .executeQuery("select id, peer_id, first_seen from " + shadow.live("node"))) {
        while (row.next()) {
          int partition = reach.partition(row.getBytes(2));
          insert.setInt(1, row.getInt(1));
          insert.setInt(2, partition);
          insert.setBoolean(3, reach.covers(partition, micros(row.getTimestamp(3))));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static long micros(Timestamp time) {
    return Times.micros(time.toInstant());
  }
}
