package org.jamtart.query.horizon;

import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables' positions in the log: as many rows as the log has partitions. */
public final class PositionSql {

  static final String POSITIONS = "select partition, next_offset, stored_until from log_position";

  private final JdbcClient jdbc;

  public PositionSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Every partition of which something is stored. */
  public List<Position> read() {
    return jdbc.sql(POSITIONS)
        .query((row, n) -> new Position(row.getInt(1), row.getLong(2),
            row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }
}
