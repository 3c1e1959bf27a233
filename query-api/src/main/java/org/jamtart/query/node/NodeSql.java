package org.jamtart.query.node;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jamtart.query.node.NodeRow.Open;
import org.jamtart.query.node.NodeRow.Totals;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes, from the tables of nodes, sessions, gateways and totals; events are not touched. */
public final class NodeSql {

  private static final String COMMON = "with " + ConnectionSql.GATEWAY_STATE + ", "
      + ConnectionSql.OPEN_SESSION;

  private static final String DETAILS = """
      select p.id, p.sort_time, n.peer_id, n.implementation_name, n.implementation_version, n.gp_version,
             n.information, n.address, n.first_seen, n.last_seen,
             o.uuid, o.opened_at, o.remote, o.gateway, newest.opened_at, newest.ended_at, newest.remote,
             total.events, total.malformed, total.unknown, total.expired, total.dropped, {open_total}
      from page p
      join node n on n.id = p.id
      left join open_session o on o.node = p.id
      left join lateral (
        select s.opened_at, s.remote, %s as ended_at
        from session s left join gateway_state g on g.id = s.gateway
        where o.id is null and s.node = p.id order by s.opened_at desc limit 1) newest on true
      left join node_sum total on total.node = p.id
      """
      .formatted(ConnectionSql.ENDED_AT);

  static final String PAGE = COMMON
      + """
          , page as (
            select id, connected, sort_time from (
              select n.id, (case when o.id is null then 0 else 1 end) as connected, coalesce(o.opened_at, n.last_seen) as sort_time
              from node n left join open_session o on o.node = n.id
              where (cast(:implementation as text) is null or n.implementation_name = :implementation)) known
            where (cast(:connected as integer) is null or connected = :connected)
              and (connected, sort_time, id) < (cast(:c as integer), cast(:t as timestamptz), cast(:id as integer))
            order by connected desc, sort_time desc, id desc
            limit :limit)
          """
      + DETAILS.replace("{open_total}", "cast(null as numeric)")
      + "order by p.connected desc, p.sort_time desc, p.id desc";

  static final String ONE = "with " + ConnectionSql.GATEWAY_STATE + ", " + ConnectionSql.OPEN_SESSION_OF_PEER
      + """
          , page as (select id, last_seen as sort_time from node where peer_id = :peer)
          """
      + DETAILS.replace("{open_total}",
          "(select t.events from session_total t where t.session = o.id)");

  static final String NUMBER = "select id from node where peer_id = :peer";

  static final String BY_TYPE = """
      select type, events from node_total where node = :node and type >= 0 and events > 0 order by type""";

  private final JdbcClient jdbc;

  public NodeSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Nodes behind a cursor: the connected ones, those who came last first, then the others, those seen last first. What came through
   * their open connections is not counted.
   *
   * @param moment    when to judge who is connected
   * @param connected only those that are, or are not; null for all
   * @param limit     how many at most
   */
  List<NodeRow> page(Instant moment, @Nullable Boolean connected, @Nullable String implementation,
      @Nullable Cursor after, int limit) {
    Cursor key = after == null ? new Cursor(2, 0, 0) : after;
    return jdbc.sql(PAGE)
        .param("since", ConnectionSql.since(moment))
        .param("implementation", implementation)
        .param("connected", connected == null ? null : connected ? 1 : 0)
        .param("c", (int) key.first())
        .param("t", Times.parameter(Cursor.time(key.second())))
        .param("id", (int) key.third())
        .param("limit", limit)
        .query(NodeSql::row)
        .list();
  }

  /** One node. */
  Optional<NodeRow> one(Bytes32 id, Instant moment) {
    return jdbc.sql(ONE)
        .param("since", ConnectionSql.since(moment))
        .param("peer", id.toByteArray())
        .query(NodeSql::row)
        .optional();
  }

  /** A node's number in the tables. */
  public Optional<Integer> number(Bytes32 id) {
    return jdbc.sql(NUMBER).param("peer", id.toByteArray()).query(Integer.class).optional();
  }

  /** How many events of each type a node has sent, by the type's number. */
  public Map<String, Long> eventsByType(int node) {
    Map<String, Long> counts = new LinkedHashMap<>();
    jdbc.sql(BY_TYPE).param("node", node).query(row -> {
      counts.put(Integer.toString(row.getInt(1)), row.getLong(2));
    });
    return counts;
  }

  private static NodeRow row(ResultSet row, int n) throws SQLException {
    Instant lastSeen = time(row, 10);
    @Nullable
    OffsetDateTime openedAt = row.getObject(12, OffsetDateTime.class);
    @Nullable
    OffsetDateTime newestOpened = row.getObject(15, OffsetDateTime.class);
    @Nullable
    OffsetDateTime newestEnded = row.getObject(16, OffsetDateTime.class);
    Instant firstSeen = time(row, 9);
    @Nullable
    Open open = openedAt == null
        ? null
        : new Open(row.getObject(11, UUID.class), openedAt.toInstant(), row.getString(13), row.getString(14),
            sum(row, 23));
    Instant connectedAt = open != null
        ? open.openedAt()
        : newestOpened == null ? firstSeen : newestOpened.toInstant();
    return new NodeRow(row.getInt(1), Bytes32.of(row.getBytes(3)), row.getString(4), row.getString(5),
        row.getString(6), row.getBytes(7), row.getString(8), open != null ? open.remote() : row.getString(17),
        firstSeen, lastSeen, time(row, 2), connectedAt,
        newestEnded == null ? null : newestEnded.toInstant(), open,
        new Totals(sum(row, 18), sum(row, 19), sum(row, 20), sum(row, 21), sum(row, 22)));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static BigInteger sum(ResultSet row, int column) throws SQLException {
    var sum = row.getBigDecimal(column);
    return sum == null ? BigInteger.ZERO : sum.toBigInteger();
  }
}
