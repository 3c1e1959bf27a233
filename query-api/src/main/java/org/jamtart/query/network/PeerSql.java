package org.jamtart.query.network;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a node says of its peers, by the keys of the node. */
final class PeerSql {

  private static final int FIRST_OF_CONNECTIONS = 23;
  private static final String NEWEST = "(array_agg(%s order by s.time desc, s.session desc, s.seq desc) filter (where s.type in (%s)))[1]";
  private static final String CONNECTION = "23, 26, 27";

  /** A page of peers, in the order of their ids, each with what was said last. */
  static final String TOLD = """
      with page as (
        select distinct s.peer from node_peer s where s.node = :node and (cast(:after as bytea) is null or s.peer > :after)
        order by s.peer limit :limit),
      told as (
        select s.peer, %s as state, %s as since, %s as session, %s as ended_by, %s as end_reason,
          %s as failed_at, %s as failure, %s as misbehaved_at, %s as misbehaviour, %s as stream
        from page join node_peer s on s.node = :node and s.peer = page.peer group by s.peer)
      select t.*, known.implementation_name, known.id is not null as known, open.session is not null as current
      from told t
      left join node known on known.peer_id = t.peer
      left join (select max(id) as session from session where node = :node and ended_at is null) open on open.session = t.session
      order by t.peer"""
      .formatted(NEWEST.formatted("s.type", CONNECTION), NEWEST.formatted("s.time", CONNECTION),
          NEWEST.formatted("s.session", CONNECTION), NEWEST.formatted("s.side", "27"),
          NEWEST.formatted("s.reason", "27"), NEWEST.formatted("s.time", "25"),
          NEWEST.formatted("s.reason", "25"),
          NEWEST.formatted("s.time", "28"), NEWEST.formatted("s.reason", "28"),
          NEWEST.formatted("s.type", "27, 60, 61"));

  /** Events about the peers of a page, hour by hour and type by type down the primary key. */
  static final String COUNTS = """
      select c.peer, c.type, sum(c.events)::bigint
      from generate_series(cast(:start as timestamptz), cast(:end as timestamptz), interval '1 hour') h(bucket)
      cross join unnest(cast('{23,24,25,26,27,28,62,68,84}' as smallint[])) k(type)
      cross join lateral (
        select * from peer_count p
        where p.bucket = h.bucket and p.type = k.type and p.node = :node and p.peer >= :first and p.peer <= :last) c
      group by c.peer, c.type""";

  /** Peers with which announcements can flow: the stream was opened, and neither it nor the connection has ended since. */
  static final String ANNOUNCING = """
      select count(*) from (
        select %s as newest from node_peer s where s.node = :node group by s.peer) p
      where p.newest = 60""".formatted(NEWEST.formatted("s.type", "27, 60, 61"));

  static final String HISTORY = """
      select s.bucket, s.peers_sum / s.reports, s.val_peers_sum / s.reports, s.sync_peers_sum / s.reports, s.reports
      from node_status s where s.node = :node order by s.bucket desc limit 100""";

  private final JdbcClient jdbc;

  PeerSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Peer> peers(int node, @Nullable Bytes32 after, int limit) {
    return jdbc.sql(TOLD)
        .param("node", node)
        .param("after", after == null ? null : after.toByteArray())
        .param("limit", limit)
        .query(PeerSql::peer)
        .list();
  }

  /** By peer and type; the peers are in the order of their ids. */
  Map<String, Map<Integer, Long>> counts(int node, List<Peer> peers, Instant from, Instant to) {
    Map<String, Map<Integer, Long>> counts = new HashMap<>();
    if (!peers.isEmpty()) {
      jdbc.sql(COUNTS)
          .param("start", Times.parameter(Tier.HOUR.bucket(from)))
          .param("end", Times.parameter(to))
          .param("node", node)
          .param("first", Bytes32.ofHex(peers.getFirst().peerId()).toByteArray())
          .param("last", Bytes32.ofHex(peers.getLast().peerId()).toByteArray())
          .query(row -> {
            counts.computeIfAbsent(Bytes32.of(row.getBytes(1)).toHex(), peer -> new HashMap<>())
                .put(row.getInt(2), row.getLong(3));
          });
    }
    return counts;
  }

  long announcing(int node) {
    return jdbc.sql(ANNOUNCING).param("node", node).query(Long.class).single();
  }

  /** The newest minutes with status reports. */
  List<PeerPoint> history(int node) {
    return jdbc.sql(HISTORY)
        .param("node", node)
        .query((row, n) -> new PeerPoint(row.getObject(1, OffsetDateTime.class).toInstant(),
            Math.round(row.getDouble(2)), Math.round(row.getDouble(3)), Math.round(row.getDouble(4)),
            row.getLong(5)))
        .list();
  }

  private static Peer peer(ResultSet row, int n) throws SQLException {
    int state = row.getInt("state"); // 0 for none
    boolean connected = state == FIRST_OF_CONNECTIONS || state == 26;
    @Nullable
    Instant failedAt = time(row, "failed_at");
    @Nullable
    Instant since = time(row, "since");
    @Nullable
    Integer endedBy = row.getObject("ended_by", Integer.class);
    return new Peer(Bytes32.of(row.getBytes("peer")).toHex(), row.getBoolean("known"),
        row.getString("implementation_name"),
        connected ? "connected" : state != 0 ? "disconnected" : failedAt != null ? "failed" : "unknown",
        connected ? state == FIRST_OF_CONNECTIONS ? "in" : "out" : null, state == 0 ? failedAt : since,
        row.getBoolean("current"), row.getInt("stream") == 60,
        connected ? null : row.getString("end_reason"),
        connected || endedBy == null ? null : endedBy == 0 ? "local" : "remote", failedAt,
        row.getString("failure"), time(row, "misbehaved_at"), row.getString("misbehaviour"), null);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
