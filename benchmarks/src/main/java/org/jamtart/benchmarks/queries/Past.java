package org.jamtart.benchmarks.queries;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.process.Database;

/**
 * Makes the past of the tables out of one minute that the persister has stored, within the database: its rows are inserted again
 * as they are, earlier by whole minutes (in tiers of an hour by whole hours), with other hashes and the slots of those times. So
 * which rows there are for how many events is what the persister makes of a minute of the network, and each thing has a hash of
 * its own under which all tables know it. What is not so: nodes and sessions are the same at all times, counts by type do not grow
 * with the events, a row of an hour has what one minute told (as many rows, smaller sums), and an event's own bytes keep the hash of the
 * minute that was copied. One thread.
 */
final class Past {

  private static final Repeated EVENTS = new Repeated("event", "time", Duration.ofMinutes(1), Duration.ZERO);
  private static final int ROWS = 2_000_000;

  private static final String COLUMNS = """
      select attname, format_type(atttypid, atttypmod) from pg_attribute
      where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped order by attnum""";

  /** Makes partitions as the persister does, of the size that there is, back to a moment; none for a table without any. */
  private static final String PARTITIONS = """
      do $$
      declare
        least timestamptz; size interval; part timestamptz;
      begin
        select lower, upper - lower into least, size from (
          select b[1]::timestamptz as lower, b[2]::timestamptz as upper from (
            select regexp_match(pg_get_expr(c.relpartbound, c.oid), $r$FROM \\('(.*)'\\) TO \\('(.*)'\\)$r$) as b
            from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'TABLE'::regclass) bounds) parts
        order by lower limit 1;
        while least > 'MOMENT'::timestamptz loop
          part := least - size;
          execute format('create table %I partition of TABLE for values from (%L) to (%L)',
            'TABLE_' || to_char(part, 'YYYYMMDD_HH24MISS'), part, least);
          least := part;
        end loop;
      end $$""";

  /** Whoever writes into the buckets of these counts gives them new versions. */
  private static final String VERSIONS = """
      insert into bucket_version (source, tier, bucket, version)
      select '%1$s', tier, bucket, (random() * 9e18)::bigint from %1$s where tier > 0 group by tier, bucket
      on conflict (tier, bucket, source) do update set version = excluded.version""";

  private final Bench bench;
  private final Database database;
  private final Instant minute;

  /** @param minute the first moment of the minute that is copied */
  Past(Bench bench, Database database, Instant minute) {
    this.bench = bench;
    this.database = database;
    this.minute = minute;
  }

  /**
   * Repeats everything.
   *
   * @param events copies of the events, one for each minute before
   * @param reach  how far back the other tables reach
   */
  void make(int events, Duration reach) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      statement.execute("set synchronous_commit = off");
      repeat(connection,
          new Repeated(EVENTS.table(), EVENTS.time(), EVENTS.step(), EVENTS.step().multipliedBy(events)));
      for (Repeated each : Repeated.all(reach)) {
        repeat(connection, each);
      }
      for (String count : List.of("node_activity", "failure_count", "node_count", "network_count")) {
        statement.execute(VERSIONS.formatted(count));
      }
    }
  }

  private void repeat(Connection connection, Repeated what) throws SQLException {
    long began = System.nanoTime();
    Instant end = what.step().compareTo(Duration.ofHours(1)) < 0
        ? minute.plus(Duration.ofMinutes(1))
        : minute.plus(Duration.ofHours(1));
    // Buckets that are longer than a minute begin before it.
    Instant from = what.step().compareTo(Duration.ofHours(1)) < 0
        ? minute
        : Instant.ofEpochSecond(Math.floorDiv(minute.getEpochSecond(), 3_600) * 3_600);
    try (Statement statement = connection.createStatement()) {
      statement.execute(PARTITIONS.replace("TABLE", what.table())
          .replace("MOMENT", from.minus(what.reach()).toString()));
    }
    long rows = 0;
    int most = what.copies();
    try (PreparedStatement insert = connection
        .prepareStatement(what.insert(types(connection, what.table())))) {
      insert.setObject(3, from.atOffset(ZoneOffset.UTC));
      insert.setObject(4, end.atOffset(ZoneOffset.UTC));
      int first = 1;
      int last = Math.min(1, most);
      while (first <= most) {
        insert.setInt(1, first);
        insert.setInt(2, last);
        rows += insert.executeUpdate();
        int many = (int) Math.clamp(ROWS * (long) last / Math.max(1, rows), 1, most);
        first = last + 1;
        last = Math.min(most, last + many);
      }
    }
    bench.tell("%,d rows of %s, %.1f s".formatted(rows, what.table(), (System.nanoTime() - began) / 1e9));
  }

  private static Map<String, String> types(Connection connection, String table) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          types.put(Objects.requireNonNull(rows.getString(1)), Objects.requireNonNull(rows.getString(2)));
        }
      }
    }
    return types;
  }
}
