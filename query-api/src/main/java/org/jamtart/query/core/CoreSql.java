package org.jamtart.query.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.query.request.Selection;
import org.jamtart.query.workpackage.PackageSource;
import org.jamtart.query.workpackage.Rolled;
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

  /** The same of a long window whose hours' newest reports are before its end. */
  static final String ROLLED = """
      select core, sum(packages)::bigint, sum(gas), sum(refined)::bigint, max(last) from (
        select core, packages, gas, refined, last from package_core where bucket >= :from and bucket < :to
        union all
        select w.core, 1, coalesce(w.refine_gas, 0), (w.refined_at is not null)::int, case
            when w.last_updated < :end then w.last_updated
            else (select max(t) from unnest(array[w.received_at, w.authorized_at, w.refined_at, w.report_built_at,
              w.guarantee_built_at, w.distributed_at, w.failed_at]) t where t < :end) end
        from work_package w
        where (w.first_seen >= :start and w.first_seen < :from or w.first_seen >= :to and w.first_seen < :end)
          and w.core >= 0) c
      group by core""";

  static final String REPORTED_LATER = """
      select exists (select from package_core where bucket >= :from and bucket < :to and last >= :end)""";

  /** As the nodes said that connected last. */
  static final String COUNT = """
      select max(s.cores) from (select cores from session order by id desc limit 1000) s""";

  private final JdbcClient jdbc;
  private final Rolled rolled;

  public CoreSql(JdbcClient jdbc, Rolled rolled) {
    this.jdbc = jdbc;
    this.rolled = rolled;
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
    rolled.of(window, selection)
        .filter(hours -> !isReportedLater(window, hours))
        .map(hours -> hours.in(jdbc.sql(ROLLED), window))
        .orElseGet(() -> PackageSource.over(jdbc, BY_CORE, window, selection))
        .query(row -> {
          @Nullable
          OffsetDateTime last = row.getObject(5, OffsetDateTime.class);
          loads.put(row.getInt(1), new Load(row.getLong(2), row.getBigDecimal(3), row.getLong(4),
              last == null ? null : last.toInstant()));
        });
    return loads;
  }

  /** Whether what is rolled up has reports from behind the window. */
  private boolean isReportedLater(Window window, Rolled.Hours hours) {
    return jdbc.sql(REPORTED_LATER)
        .param("from", hours.first())
        .param("to", hours.last())
        .param("end", window.end())
        .query(Boolean.class)
        .single();
  }

  /** How many cores the network has; null when no node has connected. */
  @Nullable
  Integer count() {
    return jdbc.sql(COUNT).query((row, n) -> row.getObject(1, Integer.class)).list().getFirst();
  }
}
