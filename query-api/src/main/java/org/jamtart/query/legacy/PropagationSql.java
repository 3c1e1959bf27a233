package org.jamtart.query.legacy;

import java.time.Instant;
import java.util.List;
import org.jamtart.query.legacy.BlockPropagationController.OfNode;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How blocks spread, from their merged histograms. */
final class PropagationSql {

  static final String SPREAD = """
      select c.spread from block_convergence c where c.authored_at >= :start and c.authored_at < :end and c.type = 43""";

  /** Down the primary key of the counts to each hour and type of each node: what else a node counts is not read. */
  static final String NODES = """
      select n.peer_id, c.announced, c.received,
        (select count(*) from authored_block b where b.time >= :start and b.time < :end and b.node = c.node)
      from (
        select n.id as node, coalesce(sum(c.events) filter (where k.type = 62), 0)::bigint as announced,
          coalesce(sum(c.events) filter (where k.type = 68), 0)::bigint as received
        from node n
          cross join generate_series(cast(:hour as timestamptz), cast(:end as timestamptz), interval '1 hour') h(bucket)
          cross join unnest(cast('{62,68}' as smallint[])) k(type)
          cross join lateral (select sum(c.events) as events from node_count c
            where c.tier = 3 and c.node = n.id and c.bucket = h.bucket and c.type = k.type) c
        where c.events is not null
        group by 1 order by 2 desc, 1 limit 50) c
      join node n on n.id = c.node order by c.announced desc, c.node""";

  private final JdbcClient jdbc;

  PropagationSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Samples by bucket. */
  long[] spread(TimeRange range) {
    var counts = new long[Buckets.SPREAD.count()];
    in(SPREAD, range).query(row -> {
      PackedCounts.add(row.getBytes(1), counts);
    });
    return counts;
  }

  List<OfNode> nodes(TimeRange range) {
    Instant hour = Tier.HOUR.bucket(range.from());
    return in(NODES, range).param("hour", Times.parameter(hour))
        .query((row, n) -> new OfNode(Bytes32.of(row.getBytes(1)).toHex(), row.getLong(2), row.getLong(3),
            row.getLong(4)))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, TimeRange range) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()));
  }
}
