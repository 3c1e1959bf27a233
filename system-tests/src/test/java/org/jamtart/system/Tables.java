package org.jamtart.system;

import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What the tables hold, read by plain JDBC. */
record Tables(String jdbcUrl) {

  private static final String FRAMES = """
      select s.uuid, e.seq, e.bytes from event e join session s on s.id = e.session
      union all
      select s.uuid, q.seq, q.bytes from quarantine q join session s on s.id = q.session""";

  /** Every frame that is stored, as event or in quarantine, by session and ordinal. */
  Map<UUID, SortedMap<Long, ByteBuffer>> frames() {
    Map<UUID, SortedMap<Long, ByteBuffer>> sessions = new TreeMap<>();
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(FRAMES)) {
      while (rows.next()) {
        UUID session = rows.getObject(1, UUID.class);
        ByteBuffer before = sessions.computeIfAbsent(session, unused -> new TreeMap<>())
            .put(rows.getLong(2), ByteBuffer.wrap(rows.getBytes(3)));
        if (before != null) {
          throw new AssertionError("frame " + rows.getLong(2) + " of " + session + " is stored twice");
        }
      }
      return sessions;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
