package org.jamtart.query.convergence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** Percentiles in milliseconds, as rows have them. */
record Figures(int p50, int p75, int p95, int p99, int p100) {

  private static final int COUNT = 5;

  static Figures of(ResultSet row, String column) throws SQLException {
    Integer[] offsets = (Integer[]) row.getArray(column).getArray();
    if (offsets.length != COUNT) {
      throw new SQLException(column + " has " + offsets.length + " figures");
    }
    return new Figures(offsets[0], offsets[1], offsets[2], offsets[3], offsets[4]);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    @Nullable
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Bytes as 0x and hex digits. */
  static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : "0x" + HexFormat.of().formatHex(bytes);
  }

  static String hash(ResultSet row, String column) throws SQLException {
    return "0x" + node(row, column);
  }

  static String node(ResultSet row, String column) throws SQLException {
    return Bytes32.of(row.getBytes(column)).toHex();
  }
}
