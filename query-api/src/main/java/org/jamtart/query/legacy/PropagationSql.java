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

  private static final String OF_HOURS = """
      generate_series(cast(:hour as timestamptz), cast(:end as timestamptz), interval '1 hour') h(bucket)
            cross join lateral (select sum(c.events) as events from node_count c
              where c.tier = 3 and c.node = n.id and c.bucket = h.bucket and c.type = %d) c""";

  /**
   * Down the primary key of the counts to each hour of each node: what else a node counts is not read, and transfers are read of the
   * nodes that are shown alone. Those that announced nothing are looked for only where there are fewer others than can be shown.
   */
  static final String NODES = """
      with announcing as materialized (
        select n.id, sum(c.events)::bigint as announced from node n cross join %1$s
        where c.events is not null group by n.id order by announced desc, n.id limit 50),
      other as (
        select n.id, cast(0 as bigint) as announced from node n
        where (select count(*) from announcing) < 50 and n.id not in (select id from announcing)
          and exists (select from %2$s where c.events is not null)
        order by n.id limit 50),
      shown as (select * from announcing union all select * from other order by announced desc, id limit 50)
      select n.peer_id, s.announced, (select coalesce(sum(c.events), 0)::bigint from %2$s),
        (select count(*) from authored_block b where b.time >= :start and b.time < :end and b.node = n.id)
      from shown s join node n on n.id = s.id order by s.announced desc, n.id"""
      .formatted(OF_HOURS.formatted(62), OF_HOURS.formatted(68));

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
