package org.jamtart.persister.convergence;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import org.jamtart.persister.time.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** What the statements of merging have in common. */
final class Rows {

  private static final String PARTS = """
      select bucket, type, thing, entries from convergence_part where thing = any(?) and type = any(?)""";

  private Rows() {}

  /** A time as PostgreSQL's driver takes it. */
  static OffsetDateTime time(long micros) {
    return Times.instant(micros).atOffset(ZoneOffset.UTC);
  }

  /** The same where there may be none. */
  static @Nullable OffsetDateTime time(@Nullable Long micros) {
    return micros == null ? null : time(micros.longValue());
  }

  /** A time of a row, Unix microseconds. */
  static long micros(ResultSet row, int column) throws SQLException {
    return Times.micros(row.getObject(column, OffsetDateTime.class).toInstant());
  }

  /** Adds the times that a statement returns, Unix microseconds. */
  static void times(PreparedStatement statement, Set<Long> times) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        times.add(micros(row, 1));
      }
    }
  }

  /** A parameter of hashes. */
  static Array hashes(Connection connection, Collection<Bytes32> hashes) throws SQLException {
    return connection.createArrayOf("bytea",
        hashes.stream().map(Bytes32::toByteArray).toArray(byte[][]::new));
  }

  /** Some parts of a thing. */
  @FunctionalInterface
  interface Part {
    /** @param bucket to which the offsets of the entries add up, Unix microseconds */
    void of(short type, Bytes32 thing, long bucket, ByteBuffer entries);
  }

  /** Reads the parts of things, one by one, in no order. */
  static void parts(Connection connection, Collection<Bytes32> things, Part part, short... types)
      throws SQLException {
    Short[] ofTypes = new Short[types.length];
    for (int i = 0; i < types.length; i++) {
      ofTypes[i] = types[i];
    }
    try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
      statement.setArray(1, hashes(connection, things));
      statement.setArray(2, connection.createArrayOf("int2", ofTypes));
      statement.setFetchSize(256); // parts of a flood are large: not all of them at once
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          part.of(row.getShort(2), Bytes32.of(row.getBytes(3)), micros(row, 1),
              ByteBuffer.wrap(row.getBytes(4)));
        }
      }
    }
  }

  /** The time of an entry whose node was just read. */
  static long micros(long bucket, ByteBuffer entries) {
    return bucket + Integer.toUnsignedLong(entries.getInt());
  }

  /** Executes a statement about some things. */
  static void update(Connection connection, String sql, Collection<Bytes32> things) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, hashes(connection, things));
      statement.executeUpdate();
    }
  }

  /** Sets the two kinds of figures from a parameter on: offsets and buckets, then the same without skew. */
  static void figures(PreparedStatement statement, int from, Samples.Figures plain, Samples.Figures skewless)
      throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(from, connection.createArrayOf("int4", plain.offsets()));
    statement.setBytes(from + 1, plain.spread());
    statement.setArray(from + 2, connection.createArrayOf("int4", skewless.offsets()));
    statement.setBytes(from + 3, skewless.spread());
  }
}
