package org.jamtart.query.horizon;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Since when the rows of tables are there that are kept by partitions of time. Asked of the database once, and again when a snapshot
 * has other partitions. Thread-safe.
 */
public final class Retained {

  /** The lower bound of the oldest partition: before it no rows are kept. */
  static final String COMPLETE_SINCE = """
      select min(cast(substring(pg_get_expr(child.relpartbound, child.oid) from 'FROM \\(''([^'']+)''\\)') as timestamptz))
      from pg_inherits i join pg_class child on child.oid = i.inhrelid
      where i.inhparent = cast(:table as regclass)""";

  private final JdbcClient jdbc;
  private final PositionSql positions;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public Retained(JdbcClient jdbc, PositionSql positions) {
    this.jdbc = jdbc;
    this.positions = positions;
  }

  /** @param tables what {@link PositionSql#tables} said of the snapshot in which it was read */
  private record Known(String tables, Optional<Instant> since) {}

  /** By the tables as the current snapshot sees them; empty when the table has no partition. */
  public Optional<Instant> completeSince(String table) {
    @Nullable
    String tables = positions.tables();
    Known before = known.get(table);
    if (before != null && before.tables.equals(tables)) {
      return before.since;
    }
    Optional<Instant> since = read(table);
    if (tables != null) {
      known.put(table, new Known(tables, since));
    }
    return since;
  }

  private Optional<Instant> read(String table) {
    return jdbc.sql(COMPLETE_SINCE)
        .param("table", table)
        .query((row, n) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant))
        .single();
  }
}
