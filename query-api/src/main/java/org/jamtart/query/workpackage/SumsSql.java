package org.jamtart.query.workpackage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jamtart.query.request.Times;
import org.jamtart.query.workpackage.Rolled.Hours;
import org.jamtart.store.PackageSums;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the packages of a long window come to: from the hours that are rolled up, and single packages beside them. */
public final class SumsSql {

  static final String ROLLED = """
      select bucket, packages, received, authorized, refined, report_built, guarantee_built, distributed, failed, lost,
        stages, pipeline_micros, durations
      from package_figures where tier = :tier and bucket >= :from and bucket < :to""";

  static final String BESIDE = """
      select w.first_seen, w.received_at, w.authorized_at, w.refined_at, w.report_built_at, w.guarantee_built_at,
        w.distributed_at, w.failed_at, w.last_updated
      from\s"""
      + Rolled.BESIDE;

  /** What packages of the hours have in common, with those beside them. */
  static final String REASONS = """
      select name, sum(packages)::bigint from (
        select name, packages from package_tally where kind = 2 and bucket >= :from and bucket < :to
        union all
        select regexp_replace(w.failure_reason, '(0x)?[0-9a-fA-F]{8,}|[0-9]+', '#', 'g'), 1 from\s"""
      + Rolled.BESIDE
      + " and w.failed_at is not null) t group by 1 order by 2 desc, 1 limit :limit";

  static final String CORES = """
      select core, sum(packages)::bigint from (
        select core, packages from package_core where bucket >= :from and bucket < :to
        union all
        select w.core, 1 from\s""" + Rolled.BESIDE + " and w.core >= 0) t group by 1 order by 1";

  private static final int FIRST = 2;

  private final JdbcClient jdbc;

  public SumsSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of the whole window. */
  PackageSums total(Window window, Hours hours) {
    var sums = new PackageSums();
    read(window, hours, Tier.HOUR, bucket -> sums);
    return sums;
  }

  /** Of each bucket of a window that has packages; its buckets are whole minutes. */
  SortedMap<Instant, PackageSums> byTime(Window window, Hours hours) {
    SortedMap<Instant, PackageSums> buckets = new TreeMap<>();
    long seconds = window.interval().toSeconds();
    Tier tier = seconds % Tier.HOUR.length().toSeconds() == 0 ? Tier.HOUR : Tier.MINUTE;
    read(window, hours, tier, time -> buckets.computeIfAbsent(
        Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds),
        bucket -> new PackageSums()));
    buckets.values().removeIf(each -> each.packages() == 0);
    return buckets;
  }

  /** Whether buckets of a length can be made of those that are rolled up. */
  static boolean canAdd(Duration interval) {
    return interval.toSeconds() % Tier.MINUTE.length().toSeconds() == 0;
  }

  /** Where a row belongs. */
  private interface Place {
    PackageSums of(Instant time);
  }

  private void read(Window window, Hours hours, Tier tier, Place place) {
    jdbc.sql(ROLLED)
        .param("tier", tier.id())
        .param("from", hours.first())
        .param("to", hours.last())
        .query(row -> {
          long[] reached = new long[PackageSums.STAGES];
          for (int i = 0; i < reached.length; i++) {
            reached[i] = row.getLong(3 + i);
          }
          Long[] stages = (Long[]) row.getArray(11).getArray();
          long[] furthest = new long[PackageSums.STAGES];
          for (int i = 0; i < furthest.length; i++) {
            furthest[i] = stages[i];
          }
          place.of(time(row))
              .add(row.getLong(2), reached, row.getLong(9), row.getLong(10), furthest, row.getBigDecimal(12),
                  (byte[][]) row.getArray(13).getArray());
        });
    hours.in(jdbc.sql(BESIDE), window).query(row -> {
      @Nullable
      Long[] times = new @Nullable Long[PackageSums.LAST + 1];
      for (int i = 0; i < times.length; i++) {
        @Nullable
        OffsetDateTime at = row.getObject(FIRST + i, OffsetDateTime.class);
        times[i] = at == null ? null : (Long) Times.micros(at.toInstant());
      }
      place.of(time(row)).add(times);
    });
  }

  private static Instant time(ResultSet row) throws SQLException {
    return row.getObject(1, OffsetDateTime.class).toInstant();
  }

  /** Packages by core; of those whose core is known. */
  Map<Integer, Long> byCore(Window window, Hours hours) {
    Map<Integer, Long> cores = new TreeMap<>();
    hours.in(jdbc.sql(CORES), window).query(row -> {
      cores.put(row.getInt(1), row.getLong(2));
    });
    return cores;
  }

  /** Packages by the furthest stage that anybody reported; without those of which none is known. */
  static Map<Integer, Long> byStage(PackageSums sums) {
    Map<Integer, Long> stages = new HashMap<>();
    for (int i = 0; i < PackageSums.STAGES; i++) {
      if (sums.furthest(i) > 0) {
        stages.put(i, sums.furthest(i));
      }
    }
    return stages;
  }
}
