package org.jamtart.persister.retry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.store.QuarantineGroupRow.Key;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The statements of a retry. */
final class RetryRows {

  /** Frames that are looked at together: one may have a quarter of a megabyte. */
  static final int BATCH = 64;

  private static final String MATCHES = """
      (cast(? as bytea) is null or n.peer_id = ?) and (cast(? as smallint[]) is null or q.type = any(?))
        and (cast(? as text) is null or q.reason = ?)""";

  private static final String NEXT = """
      select q.received, q.id, q.partition, q.position, q.node, q.session, n.peer_id, s.uuid, s.gateway, s.protocol, s.cores,
             q.seq, q.event_id, q.type, q.reason, q.bytes
      from quarantine q join node n on n.id = q.node join session s on s.id = q.session
      where %s and q.seq is not null and q.received >= ? and (q.received, q.id) > (?, ?)
      order by q.received, q.id limit %d"""
      .formatted(MATCHES, BATCH);

  private static final String REMAINING = """
      select count(*) from quarantine q join node n on n.id = q.node where """ + " " + MATCHES;

  private static final String COUNTED = """
      select coalesce(sum(q.frames), 0)::bigint from quarantine_group q join node n on n.id = q.node where """
      + " "
      + MATCHES;

  private static final String OPEN = """
      select id, peer_id, types, reason from quarantine_retry where state <> 'done' order by requested_at limit 1""";

  private static final String PROGRESS = "update quarantine_retry set state = 'running', decoded = decoded + ? where id = ?";

  private static final String DONE = """
      update quarantine_retry set state = 'done', finished_at = ?, remaining = ?, beyond = ? where id = ?""";

  private static final String DELETE = "delete from quarantine where received = ? and id = ? returning id";

  private static final String GROUP = """
      update quarantine_group set frames = frames - ?
      where node = ? and type = ? and reason = ? and hour = ? and partition = ?""";

  private static final String EMPTY_GROUP = """
      delete from quarantine_group
      where node = ? and type = ? and reason = ? and hour = ? and partition = ? and frames <= 0""";

  private RetryRows() {}

  /** The oldest request that is not done; null if there is none. */
  static @Nullable Request open(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPEN);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      var types = row.getArray(3);
      return new Request(row.getObject(1, UUID.class), row.getBytes(2),
          types == null ? null : (Short[]) types.getArray(), row.getString(4));
    }
  }

  /** The next frames behind a key, by time of receipt. */
  static List<Quarantined> next(Connection connection, Request request, Instant received, UUID id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      bind(connection, statement, request);
      statement.setObject(7, time(received));
      statement.setObject(8, time(received));
      statement.setObject(9, id);
      List<Quarantined> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(quarantined(row));
        }
      }
      return found;
    }
  }

  private static Quarantined quarantined(ResultSet row) throws SQLException {
    var ref = new SessionRef(Bytes32.of(row.getBytes(7)), row.getObject(8, UUID.class),
        row.getObject(9, UUID.class), row.getInt(10), row.getInt(11));
    return new Quarantined(row.getObject(1, OffsetDateTime.class).toInstant(), row.getObject(2, UUID.class),
        row.getInt(3), row.getLong(4), row.getInt(5), row.getLong(6), ref, row.getLong(12),
        row.getObject(13, Long.class), row.getShort(14), row.getString(15), row.getBytes(16));
  }

  private static void bind(Connection connection, PreparedStatement statement, Request request)
      throws SQLException {
    var types = request.types() == null ? null : connection.createArrayOf("int2", request.types());
    for (int i = 0; i < 2; i++) {
      statement.setBytes(1 + i, request.peer());
      statement.setArray(3 + i, types);
      statement.setString(5 + i, request.reason());
    }
  }

  /** Takes frames out of quarantine; returns the ids of those that were still in it. */
  static Set<UUID> delete(Connection connection, List<Quarantined> frames) throws SQLException {
    Set<UUID> deleted = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      for (Quarantined frame : frames) {
        statement.setObject(1, time(frame.received()));
        statement.setObject(2, frame.id());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            deleted.add(row.getObject(1, UUID.class));
          }
        }
      }
    }
    return deleted;
  }

  /** So many fewer in each group. */
  static void uncount(Connection connection, Map<Key, Long> groups) throws SQLException {
    try (PreparedStatement fewer = connection.prepareStatement(GROUP);
        PreparedStatement empty = connection.prepareStatement(EMPTY_GROUP)) {
      for (var group : groups.entrySet()) {
        fewer.setLong(1, group.getValue());
        key(fewer, 2, group.getKey());
        fewer.executeUpdate();
        key(empty, 1, group.getKey());
        empty.executeUpdate();
      }
    }
  }

  private static void key(PreparedStatement statement, int from, Key key) throws SQLException {
    statement.setInt(from, key.node());
    statement.setShort(from + 1, key.type());
    statement.setString(from + 2, key.reason());
    statement.setTimestamp(from + 3, Timestamp.from(key.hour()));
    statement.setInt(from + 4, key.partition());
  }

  /** So many more have left the quarantine. */
  static void progress(Connection connection, Request request, long decoded) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PROGRESS)) {
      statement.setLong(1, decoded);
      statement.setObject(2, request.id());
      statement.executeUpdate();
    }
  }

  /** The request is executed; says what is left. */
  static void done(Connection connection, Request request, Instant now) throws SQLException {
    long remaining = count(connection, REMAINING, request);
    long beyond = Math.max(0, count(connection, COUNTED, request) - remaining);
    try (PreparedStatement statement = connection.prepareStatement(DONE)) {
      statement.setObject(1, time(now));
      statement.setLong(2, remaining);
      statement.setLong(3, beyond);
      statement.setObject(4, request.id());
      statement.executeUpdate();
    }
  }

  private static long count(Connection connection, String sql, Request request) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, request);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static OffsetDateTime time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
