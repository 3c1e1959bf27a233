package org.jamtart.query.horizon;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.jamtart.log.FlushBarrier;
import org.jamtart.query.snapshot.Snapshot;
import org.jamtart.store.UnfinishedSql;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables' positions in the log, as many rows as the log has partitions, and what is stored but not in every row yet. */
public final class PositionSql {

  /** With them, since nearly every answer asks for them, what tells whether tables have other partitions than before. */
  static final String POSITIONS = """
      select partition, next_offset, stored_until,
        (select count(*) || '/' || coalesce(sum(inhrelid::bigint), 0) from pg_inherits) from log_position""";

  private final JdbcClient jdbc;
  private final Supplier<List<Row>> rows;

  public PositionSql(JdbcClient jdbc, Snapshot snapshot) {
    this.jdbc = jdbc;
    this.rows = snapshot.once(this::rows);
  }

  private record Row(Position position, String tables) {}

  private List<Row> rows() {
    return jdbc.sql(POSITIONS)
        .query((row, n) -> new Row(new Position(row.getInt(1), row.getLong(2),
            row.getObject(3, OffsetDateTime.class).toInstant()), row.getString(4)))
        .list();
  }

  /** Every partition of which something is stored. */
  public List<Position> read() {
    return rows.get().stream().map(Row::position).toList();
  }

  /** Another text when tables have got or lost partitions; null when nothing is stored. */
  @Nullable
  String tables() {
    return rows.get().stream().map(Row::tables).findAny().orElse(null);
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
