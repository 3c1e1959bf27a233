package org.jamtart.query.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the audits, newest first: a walk down the index on the time, or on the node and the time. */
public final class AuditSql {

  private static final String TABLE = "audit";

  private static final String PAGE = """
      select a.*, s.uuid, n.peer_id from audit a join node n on n.id = a.node left join session s on s.id = a.session
      where a.time >= :start and a.time < :end and a.time <= :before
        and (a.time, a.session, a.audit_id) < (:before, :session, :audit) %s
      order by a.time desc, a.session desc, a.audit_id desc limit :limit""";

  static final String OF_ALL = PAGE.formatted("");
  static final String OF_NODE = PAGE.formatted("and a.node = :node");

  private final JdbcClient jdbc;
  private final Retained retained;

  public AuditSql(JdbcClient jdbc, Retained retained) {
    this.jdbc = jdbc;
    this.retained = retained;
  }

  /** An audit and what it is ordered by. */
  record Row(Cursor cursor, AuditView view) {}

  /** Audits behind a place in the list, or the newest; of one node if it is not null. */
  List<Row> page(TimeRange range, @Nullable Integer node, @Nullable Cursor after, int limit) {
    var sql = jdbc.sql(node == null ? OF_ALL : OF_NODE)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()))
        .param("before", Times.parameter(after == null ? TimeRange.LAST : Cursor.time(after.first())))
        .param("session", after == null ? Long.MAX_VALUE : after.second())
        .param("audit", after == null ? Long.MAX_VALUE : after.third())
        .param("limit", limit);
    return (node == null ? sql : sql.param("node", node)).query((row, n) -> row(row)).list();
  }

  /** Since when audits are kept; empty if none has been dropped. */
  Optional<Instant> completeSince() {
    return retained.completeSince(TABLE);
  }

  private static Row row(ResultSet row) throws SQLException {
    Instant time = row.getObject("time", OffsetDateTime.class).toInstant();
    long audit = row.getLong("audit_id");
    return new Row(new Cursor(Times.micros(time), row.getLong("session"), audit), AuditView.of(row, time));
  }
}
