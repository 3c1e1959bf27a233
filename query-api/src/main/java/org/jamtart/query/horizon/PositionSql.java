package org.jamtart.query.horizon;

import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.store.MergeMarks;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables' positions in the log, as many rows as the log has partitions, and what is stored but not merged yet. */
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

  /** The newest mark of a thing that is to be merged; 0 if there is none. */
  public long newestMark() {
    return jdbc.sql(MergeMarks.NEWEST).query(Long.class).single();
  }

  /** Whether such a mark is left, up to one. */
  public boolean isMarked(long upTo) {
    return jdbc.sql(MergeMarks.LEFT).param(upTo).query(Boolean.class).single();
  }
}
