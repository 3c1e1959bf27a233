package org.jamtart.persister.workpackage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.time.Times;
import org.jamtart.store.KeptSinceSql;
import org.jamtart.store.PackageSums;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Rolls the packages of whole hours up, by the time at which they were first seen: so long ranges are answered from a few rows an
 * hour. An hour is rolled up a while after it has ended, and again, whole, whenever anything of it changes, until the first of
 * its packages expires; the hours that are rolled up have none between them that is not. All inside transactions of the one who merges.
 */
final class PackageHours {

  static final List<String> TABLES = List.of("package_figures", "package_tally", "package_core",
      "package_guarantor", "guarantor_figures");

  /** Behind the end of an hour: later reports are few. */
  private static final Duration LATE = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final short DAY_TIER = 4;

  private static final String ROLLED = """
      select min(bucket), max(bucket), (%s) from package_figures where tier = 3"""
      .formatted(KeptSinceSql.PACKAGES);

  /** Where the first hour begins when none is rolled up: older packages may have been deleted in part. */
  private static final String FIRST = """
      select greatest((select min(first_seen) from work_package),
        (%s) + interval '1 hour')"""
      .formatted(KeptSinceSql.PACKAGES);

  private static final String PACKAGES = "select w.first_seen, " + PackageFigures.COLUMNS
      + " from work_package w where w.first_seen >= ? and w.first_seen < ?";

  private static final String[] DELETE = {
      "delete from package_figures where bucket >= ? and bucket < ?",
      "delete from package_tally where bucket >= ? and bucket < ?",
      "delete from package_core where bucket >= ? and bucket < ?",
      "delete from package_guarantor where bucket >= ? and bucket < ?",
      "delete from guarantor_figures where tier = 3 and bucket >= ? and bucket < ?"};

  private static final String[] INSERT = {"""
      insert into package_tally
      select date_trunc('hour', w.first_seen, 'UTC'), 1, s.id::text, count(*)
      from work_package w cross join lateral (select distinct id from unnest(w.services) id) s
      where w.first_seen >= ? and w.first_seen < ? group by 1, 3""",
      """
          insert into package_tally
          select date_trunc('hour', w.first_seen, 'UTC'), 2,
            regexp_replace(w.failure_reason, '(0x)?[0-9a-fA-F]{8,}|[0-9]+', '#', 'g'), count(*)
          from work_package w where w.first_seen >= ? and w.first_seen < ? and w.failed_at is not null group by 1, 3""",
      """
          insert into package_core
          select date_trunc('hour', w.first_seen, 'UTC'), w.core, count(*), count(w.refined_at), coalesce(sum(w.refine_gas), 0),
            max(w.last_updated)
          from work_package w where w.first_seen >= ? and w.first_seen < ? and w.core >= 0 group by 1, 2""",
      """
          insert into package_guarantor
          select bucket, node, sum(guaranteed), sum(received), max(last),
            coalesce(array_agg(core order by core) filter (where core >= 0 and guaranteed > 0), '{}'),
            coalesce(array_agg(guaranteed order by core) filter (where core >= 0 and guaranteed > 0), '{}')
          from (
            select date_trunc('hour', w.first_seen, 'UTC') as bucket, p.node, w.core, count(p.guarantee_built_at) as guaranteed,
              count(p.received_at) as received, max(p.last_guarantee_at) as last
            from work_package w join node_package p on p.hash = w.hash
            where w.first_seen >= ? and w.first_seen < ? group by 1, 2, 3) c
          group by bucket, node""",
      """
          insert into guarantor_figures
          select 3, bucket, node, count(*), count(failed_at), array[%s], array[%s]
          from (
            select date_trunc('hour', p.first_seen, 'UTC') as bucket, p.node, p.failed_at, p.authorized_at - p.received_at as d1,
              p.refined_at - p.authorized_at as d2, p.report_built_at - p.refined_at as d3,
              p.guarantee_built_at - p.report_built_at as d4, p.distributed_at - p.guarantee_built_at as d5,
              p.distributed_at - p.received_at as d6
            from node n cross join lateral (
              select * from node_package p where p.node = n.id and p.first_seen >= ? and p.first_seen < ?) p) p
          group by bucket, node"""
          .formatted(each("coalesce(extract(epoch from sum(d%d)) * 1000000, 0)::bigint"),
              each("count(d%d)"))};

  private static final String DAY = """
      insert into guarantor_figures
      select 4, date_trunc('day', bucket, 'UTC'), node, sum(packages), sum(failures), array[%s], array[%s]
      from guarantor_figures where tier = 3 and bucket >= ? and bucket < ? group by 2, 3"""
      .formatted(each("sum(micros[%d])"), each("sum(samples[%d])"));

  private final List<PartitionedTable> tables;

  /** @param tables those of {@link #TABLES} */
  PackageHours(List<PartitionedTable> tables) {
    this.tables = List.copyOf(tables);
  }

  private static String each(String expression) {
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= 6; i++) {
      all.append(i == 1 ? "" : ", ").append(expression.formatted(i));
    }
    return all.toString();
  }

  /**
   * The hours that are rolled up.
   *
   * @param from first moment of the first
   * @param to   first moment behind the last
   * @param whole hours that begin before this moment are final: packages of theirs may have been deleted, so made again they
   *              would be without them
   */
  record Rolled(Instant from, Instant to, Instant whole) {}

  /** Null for none. */
  static @Nullable Rolled rolled(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROLLED);
        ResultSet row = statement.executeQuery()) {
      row.next();
      OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
      OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
      OffsetDateTime since = row.getObject(3, OffsetDateTime.class);
      return first == null || last == null
          ? null
          : new Rolled(first.toInstant(), last.toInstant().plus(HOUR),
              since == null || since.isBefore(first) ? first.toInstant() : since.toInstant());
    }
  }

  /** Rolls the next hour up if it is time. */
  void next(Connection connection, Instant now) throws SQLException {
    Rolled rolled = rolled(connection);
    Instant hour = rolled == null ? first(connection) : rolled.to;
    if (hour == null || hour.plus(HOUR).plus(LATE).isAfter(now)) {
      return;
    }
    roll(connection, hour);
    if (rolled != null) {
      days(connection, hour, new Rolled(rolled.from, hour.plus(HOUR), rolled.whole));
    }
  }

  /** Makes the rows of an hour that is rolled up again, which must not begin before {@link Rolled#whole}. */
  void again(Connection connection, Instant hour, Rolled rolled) throws SQLException {
    roll(connection, hour);
    days(connection, hour, rolled);
  }

  private static @Nullable Instant first(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
      return first == null ? null : first.toInstant().truncatedTo(ChronoUnit.HOURS);
    }
  }

  private void roll(Connection connection, Instant hour) throws SQLException {
    for (PartitionedTable table : tables) {
      PartitionedTable.Need need = table.need();
      need.add(Times.micros(hour.truncatedTo(ChronoUnit.DAYS)));
      need.make();
    }
    for (String delete : DELETE) {
      update(connection, delete, hour, hour.plus(HOUR));
    }
    figures(connection, hour);
    for (String insert : INSERT) {
      update(connection, insert, hour, hour.plus(HOUR));
    }
  }

  private static void figures(Connection connection, Instant hour) throws SQLException {
    var whole = new PackageSums();
    SortedMap<Instant, PackageSums> minutes = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PACKAGES)) {
      statement.setObject(1, hour.atOffset(ZoneOffset.UTC));
      statement.setObject(2, hour.plus(HOUR).atOffset(ZoneOffset.UTC));
      statement.setFetchSize(1_000);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Instant minute = row.getObject(1, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MINUTES);
          @Nullable
          Long[] times = PackageFigures.times(row, 2);
          whole.add(times);
          minutes.computeIfAbsent(minute, absent -> new PackageSums()).add(times);
        }
      }
    }
    try (PreparedStatement insert = connection.prepareStatement(PackageFigures.INSERT)) {
      PackageFigures.set(insert, Tier.HOUR.id(), hour.atOffset(ZoneOffset.UTC), whole);
      insert.addBatch();
      for (var minute : minutes.entrySet()) {
        PackageFigures.set(insert, Tier.MINUTE.id(), minute.getKey().atOffset(ZoneOffset.UTC),
            minute.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The day of an hour, once all hours of it are rolled up. */
  private static void days(Connection connection, Instant hour, Rolled rolled) throws SQLException {
    Instant day = hour.truncatedTo(ChronoUnit.DAYS);
    Instant end = day.plus(1, ChronoUnit.DAYS);
    if (!rolled.from.isAfter(day) && !rolled.to.isBefore(end)) {
      update(connection, "delete from guarantor_figures where tier = " + DAY_TIER
          + " and bucket >= ? and bucket < ?", day, end);
      update(connection, DAY, day, end);
    }
  }

  private static void update(Connection connection, String sql, Instant from, Instant to)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, from.atOffset(ZoneOffset.UTC));
      statement.setObject(2, to.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    }
  }
}
