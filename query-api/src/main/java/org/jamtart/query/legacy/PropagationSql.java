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

  static final String NODES = """
      select n.peer_id, c.announced, c.received,
        (select count(*) from authored_block b where b.time >= :start and b.time < :end and b.node = c.node)
      from (
        select c.node, coalesce(sum(c.events) filter (where c.type = 62), 0)::bigint as announced,
          coalesce(sum(c.events) filter (where c.type = 68), 0)::bigint as received
        from peer_count c
        where c.bucket >= :hour and c.bucket < :end and c.type = any(cast('{62,68}' as smallint[]))
        group by c.node order by 2 desc, 1 limit 50) c
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
