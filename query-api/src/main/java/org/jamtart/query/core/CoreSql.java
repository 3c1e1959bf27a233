package org.jamtart.query.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.query.request.Selection;
import org.jamtart.query.workpackage.PackageSource;
import org.jamtart.query.workpackage.Window;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What packages say of cores. */
public final class CoreSql {

  /** The newest report before the end: packages of the range may have gone on behind it. */
  static final String BY_CORE = """
      select w.core, count(*), coalesce(sum(w.refine_gas), 0), count(w.refined_at), max(case
          when w.last_updated < :end then w.last_updated
          else (select max(t) from unnest(array[w.received_at, w.authorized_at, w.refined_at, w.report_built_at,
            w.guarantee_built_at, w.distributed_at, w.failed_at]) t where t < :end) end)
      from {packages} and w.core >= 0 group by w.core""";

  /** As the nodes said that connected last. */
  static final String COUNT = """
      select max(s.cores) from (select cores from session order by id desc limit 1000) s""";

  private final JdbcClient jdbc;

  public CoreSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Packages of a core that were first seen in a window.
   *
   * @param gas     of the first refinement of each of them
   * @param refined those that were refined
   * @param last    the newest report of any of them before the end
   */
  record Load(long packages, BigDecimal gas, long refined, @Nullable Instant last) {

    static final Load NONE = new Load(0, BigDecimal.ZERO, 0, null);
  }

  /** In the order of the cores; those without packages are absent. */
  Map<Integer, Load> byCore(Window window, Selection selection) {
    Map<Integer, Load> loads = new TreeMap<>();
    PackageSource.over(jdbc, BY_CORE, window, selection).query(row -> {
      @Nullable
      OffsetDateTime last = row.getObject(5, OffsetDateTime.class);
      loads.put(row.getInt(1), new Load(row.getLong(2), row.getBigDecimal(3), row.getLong(4),
          last == null ? null : last.toInstant()));
    });
    return loads;
  }

  /** How many cores the network has; null when no node has connected. */
  @Nullable
  Integer count() {
    return jdbc.sql(COUNT).query((row, n) -> row.getObject(1, Integer.class)).list().getFirst();
  }
}
