package org.jamtart.query.legacy;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jamtart.query.bucket.NodeEvents;
import org.jamtart.query.convergence.SpreadFiguresSql;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.legacy.BlockPropagationController.OfNode;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How blocks spread, from their merged histograms. */
final class PropagationSql {

  static final String NODES = """
      select n.id, n.peer_id, coalesce(b.blocks, 0) from node n left join (
        select node, count(*) as blocks from authored_block where time >= :start and time < :end group by 1) b on b.node = n.id
      where n.id = any(:nodes)""";

  private static final int ANNOUNCED = 62;
  private static final int TRANSFERRED = 68;
  private static final int SHOWN = 50;

  private final JdbcClient jdbc;
  private final SpreadFiguresSql spreads;
  private final NodeEvents events;
  private final Tiers tiers;

  PropagationSql(JdbcClient jdbc, SpreadFiguresSql spreads, @Qualifier("blockEvents") NodeEvents events,
      Tiers tiers) {
    this.jdbc = jdbc;
    this.spreads = spreads;
    this.events = events;
    this.tiers = tiers;
  }

  /** Samples by bucket. */
  long[] spread(TimeRange range) {
    return spreads.imported(range);
  }

  /** In whole hours, the nodes that announced most. */
  List<OfNode> nodes(TimeRange range) {
    Span hours = tiers.span(range, Duration.between(range.from(), range.to()), Tier.HOUR);
    Map<Integer, Map<Integer, Long>> sums = events.of(hours);
    List<Integer> shown = sums.keySet()
        .stream()
        .sorted(Comparator.comparingLong((Integer node) -> -count(sums, node, ANNOUNCED))
            .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
    Map<Integer, OfNode> found = new HashMap<>();
    in(NODES, range).param("nodes", shown.toArray(Integer[]::new)).query(row -> {
      int node = row.getInt(1);
      found.put(node, new OfNode(Bytes32.of(row.getBytes(2)).toHex(), count(sums, node, ANNOUNCED),
          count(sums, node, TRANSFERRED), row.getLong(3)));
    });
    return shown.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private static long count(Map<Integer, Map<Integer, Long>> sums, int node, int type) {
    return sums.getOrDefault(node, Map.of()).getOrDefault(type, 0L);
  }

  private JdbcClient.StatementSpec in(String sql, TimeRange range) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()));
  }
}
