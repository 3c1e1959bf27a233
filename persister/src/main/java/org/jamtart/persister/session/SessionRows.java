package org.jamtart.persister.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;

/** Reads nodes and sessions, and draws numbers, many at a time. */
final class SessionRows {

  private final Connection connection;
  private final TrailingBytes trailing;

  SessionRows(Connection connection, TrailingBytes trailing) {
    this.connection = connection;
    this.trailing = trailing;
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  List<NodeState> nodes(Collection<Bytes32> peerIds) throws SQLException {
    byte[][] keys = peerIds.stream().map(Bytes32::toByteArray).toArray(byte[][]::new);
    return query("select id, peer_id from node where peer_id = any(?)",
        connection.createArrayOf("bytea", keys),
        row -> new NodeState(row.getInt(1), Bytes32.of(row.getBytes(2))));
  }

  List<SessionState> sessions(Collection<UUID> uuids) throws SQLException {
    return query(
        """
            select s.id, s.uuid, s.gateway, s.protocol, s.cores, s.opened_at, s.last_received, s.next_seq, s.duplicates,
              s.missing, s.ended_at, s.end_reason, s.complete, n.id, n.peer_id
            from session s join node n on n.id = s.node where s.uuid = any(?)""",
        connection.createArrayOf("uuid", uuids.toArray()), this::session);
  }

  /** The numbers that sessions have in the tables of a schema. */
  Map<UUID, Long> numbers(String schema, Collection<UUID> uuids) throws SQLException {
    Map<UUID, Long> numbers = new HashMap<>();
    query("select uuid, id from " + schema + ".session where uuid = any(?)",
        connection.createArrayOf("uuid", uuids.toArray()),
        row -> Map.entry(row.getObject(1, UUID.class), row.getLong(2)))
        .forEach(found -> numbers.put(found.getKey(), found.getValue()));
    return numbers;
  }

  Iterator<Integer> nodeNumbers(int count) throws SQLException {
    return query("select nextval('node_number') from generate_series(1, ?)", count, row -> row.getInt(1))
        .iterator();
  }

  Iterator<Long> sessionNumbers(int count) throws SQLException {
    return query("select nextval('session_number') from generate_series(1, ?)", count, row -> row.getLong(1))
        .iterator();
  }

  private SessionState session(ResultSet row) throws SQLException {
    var node = new NodeState(row.getInt(14), Bytes32.of(row.getBytes(15)));
    var session = new SessionState(row.getLong(1), row.getObject(2, UUID.class), node,
        row.getObject(3, UUID.class),
        new Protocol(row.getInt(4), row.getInt(5), trailing), micros(row.getTimestamp(6)));
    @Nullable
    Timestamp endedAt = row.getTimestamp(11);
    return session.restored(micros(row.getTimestamp(7)), row.getLong(8), row.getLong(9), row.getLong(10),
        endedAt == null ? null : (Long) micros(endedAt), row.getString(12), row.getObject(13, Boolean.class));
  }

  private static long micros(Timestamp time) {
    return Math.floorDiv(time.getTime(), 1000) * 1_000_000 + time.getNanos() / 1000;
  }

  private <T> List<T> query(String sql, Object argument, Reader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, argument);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    }
  }
}
