package org.jamtart.query.convergence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads how assurances spread: what a query costs depends on the rows of its page, or on the hours of its range. */
final class AssuranceSql {

  static final String ANCHORS = """
      select * from assurance_convergence where first_at >= :after and first_at < :end and samples > 0
      order by first_at, anchor""" + Page.ORDERED;

  static final String SERIES = """
      select first_at as time, {spread} as spread from assurance_convergence
      where first_at >= :start and first_at < :end""";

  /** Of an anchor's senders, which began between its first and its last. */
  private static final String OF_ANCHOR = """
      (select greatest(first_at, :after) as first, least(last_at, :end) as last from assurance_convergence
       where anchor = :anchor) a join lateral (select * from assurance_sender_convergence s
         where s.distributed_at between a.first and a.last and s.distributed_at < :end and s.anchor = :anchor) s on true""";

  private static final String IN_RANGE = "s.distributed_at >= :after and s.distributed_at < :end";

  /** A block has a thousand senders, so the slots are looked up by a join, which remembers them. */
  private static final String SENDERS = """
      select s.anchor, b.slot, n.peer_id, s.node_count, s.{offsets}, s.distributed_at from (
        select s.* from %s order by s.distributed_at, s.anchor, s.sender"""
      + Page.ORDERED
      + """
           ) s join node n on n.id = s.sender
            left join lateral (select b.slot from assurance_convergence b where b.anchor = s.anchor limit 1) b on true
          order by s.distributed_at, s.anchor, s.sender""";

  private static final String OF_NODE = " s.sender = (select id from node where peer_id = :node)";

  static final String ALL_SENDERS = SENDERS
      .formatted("assurance_sender_convergence s where " + IN_RANGE);
  static final String SENDERS_OF_NODE = SENDERS
      .formatted("assurance_sender_convergence s where " + IN_RANGE + " and" + OF_NODE);
  static final String SENDERS_OF_ANCHOR = SENDERS.formatted(
      OF_ANCHOR + " where (cast(:node as bytea) is null or" + OF_NODE + ")");

  static final String SERIES_OF_NODE = """
      select s.distributed_at as time, s.{spread} as spread from assurance_sender_convergence s where """
      + " " + IN_RANGE + " and" + OF_NODE;
  static final String SERIES_OF_ANCHOR = "select s.distributed_at as time, s.{spread} as spread from "
      + OF_ANCHOR + " where (cast(:node as bytea) is null or" + OF_NODE + ")";

  private final JdbcClient jdbc;
  private final Retained retained;
  private final SpreadFiguresSql figures;

  AssuranceSql(JdbcClient jdbc, Retained retained, SpreadFiguresSql figures) {
    this.jdbc = jdbc;
    this.retained = retained;
    this.figures = figures;
  }

  /** Whose senders are asked for; null for all. */
  record Only(@Nullable Bytes32 anchor, @Nullable Bytes32 node) {}

  List<AssuranceSpreadController.AssuranceSpread> anchors(Page page, Skew skew) {
    return page.in(jdbc.sql(ANCHORS))
        .query((row, n) -> AssuranceSpreadController.AssuranceSpread.of(row, skew))
        .list();
  }

  List<AssuranceSpreadController.SenderSpread> senders(Page page, Only only, Skew skew) {
    String sql = only.anchor() != null
        ? SENDERS_OF_ANCHOR
        : only.node() != null ? SENDERS_OF_NODE : ALL_SENDERS;
    return only(page.in(jdbc.sql(skew.in(sql))), only)
        .query((row, n) -> AssuranceSpreadController.SenderSpread.of(row, skew))
        .list();
  }

  List<SpreadSeries.SpreadPoint> series(TimeRange range, Duration interval, Skew skew) {
    return figures.read(SpreadFiguresSql.ASSURANCES, SERIES, range, interval, skew).points();
  }

  List<SpreadSeries.SpreadPoint> series(TimeRange range, Duration interval, Only only, Skew skew) {
    if (only.anchor() == null && only.node() == null) {
      return series(range, interval, skew);
    }
    var series = new SpreadSeries(range, interval);
    only(jdbc.sql(skew.in(only.anchor() != null ? SERIES_OF_ANCHOR : SERIES_OF_NODE))
        .param("after", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to())), only).query(series.rows());
    return series.points();
  }

  private static JdbcClient.StatementSpec only(JdbcClient.StatementSpec statement, Only only) {
    var limited = statement;
    if (only.anchor() != null) {
      limited = limited.param("anchor", only.anchor().toByteArray());
    }
    if (only.node() != null || only.anchor() != null) {
      limited = limited.param("node", only.node() == null ? null : only.node().toByteArray());
    }
    return limited;
  }

  @Nullable
  Instant since(String table) {
    return retained.completeSince(table).orElse(null);
  }
}
