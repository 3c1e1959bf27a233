package org.jamtart.query.jamservice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.request.Selection;
import org.jamtart.query.workpackage.PackageSource;
import org.jamtart.query.workpackage.Rolled;
import org.jamtart.query.workpackage.Window;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many packages have an item for each service: a package counts once for a service, however many items it has for it. */
public final class ServicePackageSql {

  private static final String FROM = """
       from (select w.first_seen, w.services from {packages}
               and (cast(:services as bigint[]) is null or w.services && cast(:services as bigint[]))) w
        cross join lateral (select distinct id from unnest(w.services) id) s
      where (cast(:services as bigint[]) is null or s.id = any(:services))""";

  static final String BY_SERVICE = "select s.id, count(*)" + FROM + " group by s.id";

  static final String BY_TIME = "select date_bin(make_interval(secs => :seconds), w.first_seen, timestamptz 'epoch') as ts, s.id, count(*)"
      + FROM + " group by ts, s.id";

  private static final String BESIDE = """
      work_package w where (w.first_seen >= :start and w.first_seen < :from or w.first_seen >= :to and w.first_seen < :end)
               and (cast(:services as bigint[]) is null or w.services && cast(:services as bigint[]))""";

  private static final String OF_HOURS = """
      package_tally t where t.kind = 1 and t.bucket >= :from and t.bucket < :to
        and (cast(:services as bigint[]) is null or t.name = any(cast(:services as bigint[])::text[]))""";

  /** The same from what is rolled up of whole hours, with single packages beside them. */
  static final String ROLLED_BY_SERVICE = "select id, sum(count)::bigint from (select t.name::bigint as id, t.packages as count from "
      + OF_HOURS + " union all (" + BY_SERVICE.replace(PackageSource.PACKAGES, BESIDE) + ")) c group by id";

  /** The same by buckets of whole hours. */
  static final String ROLLED_BY_TIME = "select ts, id, sum(count)::bigint from (select date_bin(make_interval(secs => :seconds), t.bucket, timestamptz 'epoch') as ts,"
      + " t.name::bigint as id, t.packages as count from " + OF_HOURS + " union all ("
      + BY_TIME.replace(PackageSource.PACKAGES, BESIDE) + ")) c group by ts, id";

  private static final int HOUR = 3_600;

  private final JdbcClient jdbc;
  private final Rolled rolled;

  public ServicePackageSql(JdbcClient jdbc, Rolled rolled) {
    this.jdbc = jdbc;
    this.rolled = rolled;
  }

  /** A service in a bucket. */
  record Cell(Instant ts, long service) {}

  Map<Long, Long> byService(Window window, Collection<Long> services) {
    Map<Long, Long> packages = new HashMap<>();
    rolled.of(window)
        .map(hours -> in(ROLLED_BY_SERVICE, window, hours, services))
        .orElseGet(() -> over(BY_SERVICE, window, services))
        .query(row -> {
          packages.put(row.getLong(1), row.getLong(2));
        });
    return packages;
  }

  Map<Cell, Long> byTime(Window window, Collection<Long> services, int seconds) {
    Map<Cell, Long> packages = new HashMap<>();
    rolled.of(window)
        .filter(hours -> seconds % HOUR == 0)
        .map(hours -> in(ROLLED_BY_TIME, window, hours, services))
        .orElseGet(() -> over(BY_TIME, window, services))
        .param("seconds", seconds)
        .query(row -> {
          packages.put(new Cell(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2)),
              row.getLong(3));
        });
    return packages;
  }

  private JdbcClient.StatementSpec in(String sql, Window window, Rolled.Hours hours,
      Collection<Long> services) {
    return hours.in(jdbc.sql(sql), window)
        .param("services", services.isEmpty() ? null : services.toArray(Long[]::new));
  }

  private JdbcClient.StatementSpec over(String sql, Window window, Collection<Long> services) {
    return PackageSource.over(jdbc, sql, window, Selection.ALL)
        .param("services", services.isEmpty() ? null : services.toArray(Long[]::new));
  }
}
