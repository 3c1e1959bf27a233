package org.jamtart.persister.merge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The statements on {@code merge_mark} of the one who merges. */
final class Marks {

  /**
   * Rows of marks that one transaction takes at the most, oldest first, and keys in them unless one has more. The more of them
   * are taken together, the more often a thing is named twice, and merged once.
   */
  private static final int ROWS = 2_048;
  private static final int KEYS = 16_384;

  private static final String LOCK = "select pg_try_advisory_xact_lock(" + Merged.LOCK + ")";

  private static final String TAKE = """
      delete from merge_mark where id = any(array(
        select id from (
          select id, sum(cardinality(keys)) over (order by id) - cardinality(keys) as before from (
            select id, keys from merge_mark where not_before <= now() and kind = any(?) order by id limit %d) oldest) counted
        where before < %d))
      returning kind, keys"""
      .formatted(ROWS, KEYS);

  private static final String LATER = """
      insert into merge_mark (kind, partitions, keys, not_before)
      values (?, '{}', array[?::bytea], now() + make_interval(secs => ?))""";

  private static final String OLDEST = """
      select coalesce(extract(epoch from now() - (select marked_at from merge_mark order by id limit 1)), 0)""";

  private Marks() {}

  /** Takes the part of the one who merges until the transaction ends; false if somebody else has it. */
  static boolean lock(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK);
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The oldest marks; they are gone when the transaction commits. Keys by kind, each once. */
  static Map<Short, TreeSet<byte[]>> take(Connection connection, Set<Short> kinds) throws SQLException {
    Map<Short, TreeSet<byte[]>> keys = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setArray(1, connection.createArrayOf("int2", kinds.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          keys.computeIfAbsent(row.getShort(1), kind -> new TreeSet<>(Arrays::compareUnsigned))
              .addAll(Arrays.asList((byte[][]) row.getArray(2).getArray()));
        }
      }
    }
    return keys;
  }

  /** Marks a thing again, not to be tried before a while has passed. */
  static void later(Connection connection, short kind, byte[] key, Duration delay) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LATER)) {
      statement.setShort(1, kind);
      statement.setBytes(2, key);
      statement.setDouble(3, delay.toMillis() / 1000.0);
      statement.executeUpdate();
    }
  }

  /** Seconds since the oldest mark was made; 0 if there is none. */
  static double age(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OLDEST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getDouble(1);
    }
  }
}
