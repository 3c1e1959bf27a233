package org.jamtart.query.latency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.query.grafana.Span;
import org.jamtart.store.Flow;
import org.jamtart.store.HistogramColumns;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the histograms, added up over nodes and time. What it costs depends on buckets of time, flows and partitions of the log,
 * never on how many requests there were.
 */
public final class LatencySql {

  private static final int FIRST_COUNT = 5;

  private static final String SUMS = """
      select date_bin(make_interval(secs => :seconds), c.bucket, timestamptz 'epoch') as ts, c.flow, sum(c.failed),
        sum(c.unpaired), %s
      from %%s c where c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.flow = any(:flows)
        %%s
      group by 1, 2 order by 1, 2"""
      .formatted(IntStream.range(0, HistogramColumns.COUNTS)
          .mapToObj("coalesce(sum(c.c%d), 0)"::formatted)
          .collect(Collectors.joining(", ")));

  static final String OF_NETWORK = SUMS.formatted(HistogramColumns.OF_NETWORK, "");
  static final String OF_NODE = SUMS.formatted(HistogramColumns.OF_NODES,
      "and c.node = (select n.id from node n where n.peer_id = :peer)");

  private final JdbcClient jdbc;

  public LatencySql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What is known of a flow in a bucket of time.
   *
   * @param failed   of the durations those that ended with a failure
   * @param unpaired ends whose beginning is not known
   * @param counts   durations by bucket
   */
  record Measured(long failed, long unpaired, long[] counts) {}

  /** The flows of a family in each bucket of time that has any; of one node if it is not null. */
  SortedMap<Instant, Map<Flow, Measured>> measured(Span span, Flow.Family family, @Nullable Bytes32 node) {
    SortedMap<Instant, Map<Flow, Measured>> measured = new TreeMap<>();
    List<Flow> flows = family.flows();
    var sql = jdbc.sql(node == null ? OF_NETWORK : OF_NODE)
        .param("seconds", span.seconds())
        .param("tier", span.tier().id())
        .param("start", span.start())
        .param("end", span.end())
        .param("flows", flows.stream().map(Flow::id).toArray(Short[]::new));
    (node == null ? sql : sql.param("peer", node.toByteArray())).query(row -> {
      @Nullable
      Flow flow = Flow.of(row.getInt(2));
      if (flow != null) {
        measured
            .computeIfAbsent(row.getObject(1, OffsetDateTime.class).toInstant(),
                ts -> new EnumMap<>(Flow.class))
            .put(flow, new Measured(row.getLong(3), row.getLong(4), counts(row, flow)));
      }
    });
    return measured;
  }

  private static long[] counts(ResultSet row, Flow flow) throws SQLException {
    long[] counts = new long[flow.buckets().count()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = row.getLong(FIRST_COUNT + i);
    }
    return counts;
  }
}
