package org.jamtart.query.convergence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.request.TimeRange;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads how guarantees spread: what a query costs depends on the rows of its page, or on the hours of its range. */
final class GuaranteeSql {

  static final String SLOTS = """
      select * from guarantee_slot_convergence where built_at >= :after and built_at < :end
      order by built_at, slot""" + Page.ORDERED;

  static final String SERIES = """
      select built_at as time, {spread} as spread from guarantee_slot_convergence
      where built_at >= :start and built_at < :end""";

  private static final String REPORTS = """
      select c.*, n.peer_id from (
        select * from guarantee_convergence
        where built_at >= :after and built_at < :end and node_count > 0 %s order by built_at, hash"""
      + Page.ORDERED + """
          ) c join node n on n.id = c.node order by c.built_at, c.hash""";

  static final String ALL_REPORTS = REPORTS.formatted("");
  static final String REPORTS_OF_CORE = REPORTS.formatted("and core = :core");
  static final String REPORTS_OF_PACKAGE = REPORTS
      .formatted("and package = :package and (cast(:core as integer) is null or core = :core)");

  private final JdbcClient jdbc;
  private final Retained retained;
  private final SpreadFiguresSql figures;

  GuaranteeSql(JdbcClient jdbc, Retained retained, SpreadFiguresSql figures) {
    this.jdbc = jdbc;
    this.retained = retained;
    this.figures = figures;
  }

  List<GuaranteeSpreadController.GuaranteeSlot> slots(Page page, Skew skew) {
    return page.in(jdbc.sql(SLOTS))
        .query((row, n) -> GuaranteeSpreadController.GuaranteeSlot.of(row, skew))
        .list();
  }

  List<GuaranteeSpreadController.GuaranteeSpread> reports(Page page, @Nullable Integer core,
      @Nullable Bytes32 workPackage, Skew skew) {
    String sql = workPackage != null ? REPORTS_OF_PACKAGE : core != null ? REPORTS_OF_CORE : ALL_REPORTS;
    var statement = page.in(jdbc.sql(sql));
    if (workPackage != null) {
      statement = statement.param("package", workPackage.toByteArray()).param("core", core);
    } else if (core != null) {
      statement = statement.param("core", core);
    }
    return statement.query((row, n) -> GuaranteeSpreadController.GuaranteeSpread.of(row, skew)).list();
  }

  List<SpreadSeries.SpreadPoint> series(TimeRange range, Duration interval, Skew skew) {
    return figures.read(SpreadFiguresSql.GUARANTEES, SERIES, range, interval, skew).points();
  }

  @Nullable
  Instant since(String table) {
    return retained.completeSince(table).orElse(null);
  }
}
