package org.jamtart.query.horizon;

import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.log.FlushBarrier;
import org.jamtart.store.UnfinishedSql;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables' positions in the log, as many rows as the log has partitions, and what is stored but not in every row yet. */
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

  /** What is stored and not in every row that tells of it. */
  public FlushBarrier.Unfinished unfinished() {
    return jdbc.sql(UnfinishedSql.NEWEST)
        .query((row, n) -> new FlushBarrier.Unfinished(row.getLong("sums"), row.getLong("mark")))
        .single();
  }

  /** Whether something of it is left. */
  public boolean isLeft(FlushBarrier.Unfinished upTo) {
    return jdbc.sql(UnfinishedSql.LEFT).param(upTo.sums()).param(upTo.mark()).query(Boolean.class).single();
  }

  /** Asks those who finish it not to rest. */
  public void hurry() {
    jdbc.sql(UnfinishedSql.HURRY).query((row, n) -> Boolean.TRUE).single();
  }
}
