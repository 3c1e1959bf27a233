package org.jamtart.persister.projection;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jamtart.store.QuarantineGroupRow.Key;

/** Names of quarantined things, and how many of a group are there already. */
final class QuarantineQuota {

  /** Order of the primary key. */
  static final Comparator<Key> ORDER = Comparator.comparingInt(Key::node)
      .thenComparing(Key::type)
      .thenComparing(Key::reason)
      .thenComparing(Key::hour)
      .thenComparing(Key::partition);

  private QuarantineQuota() {}

  /** The id of a frame, the same on every replay. */
  static UUID id(UUID session, long seq) {
    return UUID.nameUUIDFromBytes(ByteBuffer.allocate(24)
        .putLong(session.getMostSignificantBits())
        .putLong(session.getLeastSignificantBits())
        .putLong(seq)
        .array());
  }

  /** How many each group counted before; absent for none. */
  static Map<Key, Long> counts(Connection connection, Collection<Key> keys) throws SQLException {
    String sql = """
        select k.at, g.frames
        from unnest(?, ?, ?, ?, ?) with ordinality as k(node, type, reason, hour, partition, at)
        join quarantine_group g on (g.node, g.type, g.reason, g.hour, g.partition)
          = (k.node, k.type, k.reason, to_timestamp(k.hour), k.partition)""";
    Key[] ordered = keys.toArray(Key[]::new);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, 1, "int4", ordered, Key::node);
      bind(statement, 2, "int2", ordered, Key::type);
      bind(statement, 3, "text", ordered, Key::reason);
      bind(statement, 4, "float8", ordered, key -> (double) key.hour().getEpochSecond());
      bind(statement, 5, "int4", ordered, Key::partition);
      Map<Key, Long> counts = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          counts.put(ordered[rows.getInt(1) - 1], rows.getLong(2));
        }
      }
      return counts;
    }
  }

  private static void bind(PreparedStatement statement, int index, String type, Key[] keys,
      Function<Key, Object> value) throws SQLException {
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      values[i] = value.apply(keys[i]);
    }
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }
}
