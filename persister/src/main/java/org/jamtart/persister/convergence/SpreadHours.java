package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.time.Times;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Adds the histograms of whole minutes and hours up, once everything in them is settled and hardly anything changes any more. What
 * does is what was merged hours late: then the hour that it comes into and the one that it leaves are made again. The hours that
 * have been added up have none between them that has not. Inside transactions of the one who merges.
 */
final class SpreadHours {

  static final String TABLE = "spread_figures";

  private static final Duration HOUR = Duration.ofHours(1);

  /** Numbers in the column {@code kind}. */
  static final short GUARANTEES = 1;
  static final short ASSURANCES = 2;
  static final short BLOCKS = 3;

  /** By kind: times and histograms of what is added up. */
  private static final Map<Short, String> KINDS = Map.of(GUARANTEES,
      "select built_at, spread, spread_skewless from guarantee_slot_convergence where built_at >= ? and built_at < ?",
      ASSURANCES,
      "select first_at, spread, spread_skewless from assurance_convergence where first_at >= ? and first_at < ?",
      BLOCKS, """
          select authored_at, spread, spread_skewless from block_convergence
          where type = 43 and authored_at >= ? and authored_at < ?""");

  private static final String LAST = "select max(bucket) from spread_figures where kind = 1 and tier = 3";

  private static final String ADDED = """
      select bucket from spread_figures where kind = ? and tier = 3 and bucket = any(?)""";

  private static final String DELETE = "delete from spread_figures where kind = ? and bucket >= ? and bucket < ?";

  private static final String FIRST = """
      select least((select min(built_at) from guarantee_slot_convergence), (select min(first_at) from assurance_convergence),
        (select min(authored_at) from block_convergence))""";

  private static final String INSERT = """
      insert into spread_figures (kind, tier, bucket, spread, spread_skewless) values (?, ?, ?, ?, ?)""";

  private final PartitionedTable table;

  /** @param table {@link #TABLE} */
  SpreadHours(PartitionedTable table) {
    this.table = table;
  }

  /** Histograms of a bucket of time. */
  private static final class Sums {
    private final long[] plain = new long[Buckets.SPREAD.count()];
    private final long[] skewless = new long[Buckets.SPREAD.count()];
  }

  /** Adds the next hour up if all of it is settled; an hour more is left, for clocks that are wrong. */
  void next(Connection connection, Instant settledBefore) throws SQLException {
    @Nullable
    Instant last = time(connection, LAST);
    @Nullable
    Instant hour = last == null ? time(connection, FIRST) : last.plus(HOUR);
    if (hour == null || hour.plus(HOUR.multipliedBy(2)).isAfter(settledBefore)) {
      return;
    }
    hour = hour.truncatedTo(ChronoUnit.HOURS);
    PartitionedTable.Need need = table.need();
    need.add(Times.micros(hour));
    need.make();
    for (short kind : KINDS.keySet()) {
      add(connection, kind, hour);
    }
  }

  /**
   * Adds hours up again in which slots or blocks have changed.
   *
   * @param kind  {@link #GUARANTEES}, {@link #ASSURANCES} or {@link #BLOCKS}
   * @param times of the rows that were there and of those that are, Unix microseconds
   */
  void again(Connection connection, short kind, Collection<Long> times) throws SQLException {
    for (Instant hour : added(connection, kind, times)) {
      try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
        delete.setShort(1, kind);
        delete.setObject(2, hour.atOffset(ZoneOffset.UTC));
        delete.setObject(3, hour.plus(HOUR).atOffset(ZoneOffset.UTC));
        delete.executeUpdate();
      }
      add(connection, kind, hour);
    }
  }

  /** The hours of some times that have been added up. */
  private static List<Instant> added(Connection connection, short kind, Collection<Long> times)
      throws SQLException {
    List<Instant> added = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ADDED)) {
      statement.setShort(1, kind);
      statement.setArray(2, connection.createArrayOf("timestamptz", times.stream()
          .map(time -> Times.instant(time).truncatedTo(ChronoUnit.HOURS))
          .distinct()
          .map(hour -> hour.atOffset(ZoneOffset.UTC))
          .toArray(OffsetDateTime[]::new)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          added.add(row.getObject(1, OffsetDateTime.class).toInstant());
        }
      }
    }
    return added;
  }

  private static void add(Connection connection, short kind, Instant hour) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      var whole = new Sums();
      add(insert, kind, minutes(connection, Objects.requireNonNull(KINDS.get(kind)), hour, whole));
      add(insert, kind, Tier.HOUR, hour, whole);
      insert.executeBatch();
    }
  }

  private static @Nullable Instant time(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
  }

  private static SortedMap<Instant, Sums> minutes(Connection connection, String sql, Instant hour, Sums whole)
      throws SQLException {
    SortedMap<Instant, Sums> minutes = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, hour.atOffset(ZoneOffset.UTC));
      statement.setObject(2, hour.plus(HOUR).atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Instant minute = row.getObject(1, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MINUTES);
          Sums sums = minutes.computeIfAbsent(minute, absent -> new Sums());
          PackedCounts.add(row.getBytes(2), sums.plain);
          PackedCounts.add(row.getBytes(3), sums.skewless);
          PackedCounts.add(row.getBytes(2), whole.plain);
          PackedCounts.add(row.getBytes(3), whole.skewless);
        }
      }
    }
    return minutes;
  }

  private static void add(PreparedStatement insert, short kind, SortedMap<Instant, Sums> minutes)
      throws SQLException {
    for (var minute : minutes.entrySet()) {
      add(insert, kind, Tier.MINUTE, minute.getKey(), minute.getValue());
    }
  }

  private static void add(PreparedStatement insert, short kind, Tier tier, Instant bucket, Sums sums)
      throws SQLException {
    insert.setShort(1, kind);
    insert.setShort(2, tier.id());
    insert.setObject(3, bucket.atOffset(ZoneOffset.UTC));
    insert.setBytes(4, PackedCounts.pack(sums.plain));
    insert.setBytes(5, PackedCounts.pack(sums.skewless));
    insert.addBatch();
  }
}
