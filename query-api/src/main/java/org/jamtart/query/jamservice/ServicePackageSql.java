package org.jamtart.query.jamservice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.request.Selection;
import org.jamtart.query.workpackage.PackageSource;
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

  private final JdbcClient jdbc;

  public ServicePackageSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A service in a bucket. */
  record Cell(Instant ts, long service) {}

  Map<Long, Long> byService(Window window, Collection<Long> services) {
    Map<Long, Long> packages = new HashMap<>();
    over(BY_SERVICE, window, services).query(row -> {
      packages.put(row.getLong(1), row.getLong(2));
    });
    return packages;
  }

  Map<Cell, Long> byTime(Window window, Collection<Long> services, int seconds) {
    Map<Cell, Long> packages = new HashMap<>();
    over(BY_TIME, window, services).param("seconds", seconds).query(row -> {
      packages.put(new Cell(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2)),
          row.getLong(3));
    });
    return packages;
  }

  private JdbcClient.StatementSpec over(String sql, Window window, Collection<Long> services) {
    return PackageSource.over(jdbc, sql, window, Selection.ALL)
        .param("services", services.isEmpty() ? null : services.toArray(Long[]::new));
  }
}
