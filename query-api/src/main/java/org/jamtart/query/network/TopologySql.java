package org.jamtart.query.network;

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

/** How much the nodes say to each other, from the hours of single peers. */
final class TopologySql {

  private static final String MOST = """
      with pair as (
        select c.node, c.peer, sum(c.events)::bigint as events, max(c.last) as last
        from peer_count c where c.bucket >= :start and c.bucket < :end and c.type = :type group by c.node, c.peer),
      shown as (select *, count(*) over () as pairs from pair order by events desc, node, peer limit :limit)
      """;

  /** The pairs with most events of a type, and how many there are in all. */
  static final String PAIRS = MOST + """
      select n.peer_id, p.peer, p.events, p.last, p.pairs, cast(null as boolean) as connected
      from shown p join node n on n.id = p.node
      order by p.events desc, p.node, p.peer""";

  /** The same, with what the node said last of its connection with the peer: the first of up to three rows. */
  static final String CONNECTED_PAIRS = MOST
      + """
          select distinct on (p.events, p.node, p.peer) n.peer_id, p.peer, p.events, p.last, p.pairs, s.type <> 27 as connected
          from shown p join node n on n.id = p.node
          left join lateral (
            select * from node_peer s where s.node = p.node and s.peer = p.peer and s.type in (23, 26, 27) offset 0) s on true
          order by p.events desc, p.node, p.peer, s.time desc, s.session desc, s.seq desc""";

  static final String NODES = """
      select n.peer_id, c.events, c.last from (
        select node, sum(events)::bigint as events, max(last) as last from peer_count
        where bucket >= :start and bucket < :end and type = :type group by node order by 2 desc, 1 limit :limit) c
      join node n on n.id = c.node order by c.events desc, c.node""";

  /** Of each node the first row alone is read. */
  static final String ACTIVE = """
      select count(*) from node n cross join lateral (
        select from peer_count c
        where c.bucket >= :start and c.bucket < :end and c.type = any(cast('{62,68,84}' as smallint[])) and c.node = n.id
        limit 1) c""";

  static final String EVENTS = """
      select c.type, sum(c.events)::bigint from network_count c
      where c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.type = any(cast('{62,68,84}' as smallint[]))
      group by c.type""";

  private final JdbcClient jdbc;

  TopologySql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param pairs     how many there are in all
   * @param connected whether the node says that it is connected with the peer; null where it never said, or was not asked for
   */
  record Pair(Bytes32 from, Bytes32 to, long events, Instant last, long pairs, @Nullable Boolean connected) {}

  record Sum(Bytes32 node, long events, Instant last) {}

  List<Pair> pairs(int type, Instant from, Instant to, int limit) {
    return pairs(PAIRS, type, from, to, limit);
  }

  /** The same, with whether they are connected. */
  List<Pair> connectedPairs(int type, Instant from, Instant to, int limit) {
    return pairs(CONNECTED_PAIRS, type, from, to, limit);
  }

  private List<Pair> pairs(String sql, int type, Instant from, Instant to, int limit) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to))
        .param("type", (short) type)
        .param("limit", limit)
        .query((row, n) -> new Pair(Bytes32.of(row.getBytes(1)), Bytes32.of(row.getBytes(2)), row.getLong(3),
            row.getObject(4, OffsetDateTime.class).toInstant(), row.getLong(5),
            row.getObject(6, Boolean.class)))
        .list();
  }

  /** The nodes with most events of a type about peers. */
  List<Sum> nodes(int type, Instant from, Instant to, int limit) {
    return jdbc.sql(NODES)
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to))
        .param("type", (short) type)
        .param("limit", limit)
        .query((row, n) -> new Sum(Bytes32.of(row.getBytes(1)), row.getLong(2),
            row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Nodes that announced blocks, transferred blocks or tickets. */
  long active(Instant from, Instant to) {
    return jdbc.sql(ACTIVE)
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to))
        .query(Long.class)
        .single();
  }

  /** Announcements, transfers of blocks and of tickets in the minutes of a range. */
  Exchanged exchanged(Instant from, Instant to) {
    Map<Integer, Long> counts = new HashMap<>();
    jdbc.sql(EVENTS)
        .param("tier", Tier.MINUTE.id())
        .param("start", Times.parameter(Tier.MINUTE.bucket(from)))
        .param("end", Times.parameter(to))
        .query(row -> {
          counts.put(row.getInt(1), row.getLong(2));
        });
    return new Exchanged(counts.getOrDefault(62, 0L), counts.getOrDefault(68, 0L),
        counts.getOrDefault(84, 0L));
  }

  record Exchanged(long announcements, long blocks, long tickets) {}
}
