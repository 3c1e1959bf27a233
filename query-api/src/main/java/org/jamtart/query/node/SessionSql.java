package org.jamtart.query.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jamtart.log.EndReason;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connections of a node, newest first, by the index on (node, opened_at). */
public final class SessionSql {

  static final String PAGE = "with " + ConnectionSql.GATEWAY_STATE + """

      select s.id, s.uuid, s.protocol, s.cores, s.gateway, g.name, s.remote, s.opened_at, s.last_received,
             s.next_seq, s.duplicates, s.missing, %s as ended_at, s.end_reason, s.complete,
             coalesce(total.events, 0), coalesce(total.malformed, 0), coalesce(total.unknown, 0),
             coalesce(total.expired, 0), coalesce(total.dropped, 0)
      from session s
      left join gateway_state g on g.id = s.gateway
      left join session_total total on total.session = s.id
      where s.node = :node and s.opened_at <= :t and (s.opened_at, s.id) < (:t, cast(:id as bigint))
      order by s.opened_at desc, s.id desc
      limit :limit
      """.formatted(ConnectionSql.ENDED_AT);

  private final JdbcClient jdbc;

  public SessionSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A session with its number in the tables. */
  record Row(long number, SessionView view) {}

  /** Sessions behind a cursor. */
  List<Row> page(int node, Instant moment, @Nullable Cursor after, int limit) {
    return jdbc.sql(PAGE)
        .param("since", ConnectionSql.since(moment))
        .param("node", node)
        .param("t", Times.parameter(after == null ? TimeRange.LAST : Cursor.time(after.first())))
        .param("id", after == null ? 0 : after.second())
        .param("limit", limit)
        .query(SessionSql::row)
        .list();
  }

  private static Row row(ResultSet row, int n) throws SQLException {
    @Nullable
    OffsetDateTime ended = row.getObject(13, OffsetDateTime.class);
    @Nullable
    String reason = row.getString(14);
    @Nullable
    Boolean complete = row.getObject(15, Boolean.class);
    boolean lost = ended != null && reason == null;
    return new Row(row.getLong(1), new SessionView(row.getObject(2, UUID.class), row.getInt(3), row.getInt(4),
        row.getObject(5, UUID.class), row.getString(6), row.getString(7),
        row.getObject(8, OffsetDateTime.class).toInstant(),
        row.getObject(9, OffsetDateTime.class).toInstant(), ended == null,
        ended == null ? null : ended.toInstant(),
        lost ? EndReason.GATEWAY_LOST.key() : reason, lost ? Boolean.FALSE : complete, row.getLong(10),
        row.getLong(11), row.getLong(12), row.getBigDecimal(16).toBigInteger(),
        row.getBigDecimal(17).toBigInteger(), row.getBigDecimal(18).toBigInteger(),
        row.getBigDecimal(19).toBigInteger(), row.getBigDecimal(20).toBigInteger()));
  }
}
