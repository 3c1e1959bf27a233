package org.jamtart.query.bucket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jamtart.query.grafana.Span;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many events of some types each node told of, for answers about all nodes. Thread-safe. */
public final class NodeEvents {

  private final KeptBuckets<Bucket> buckets;

  /** @param types as in the condition of an index on the bucket that the tiers have which are asked for */
  NodeEvents(JdbcClient jdbc, Set<Integer> types, long memory) {
    this.buckets = new KeptBuckets<>(jdbc, "node_count", new Rows(types), Bucket.NOTHING, Bucket::bytes,
        memory);
  }

  /** Of each node and type in a bucket: arrays of one length. */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes them
  private record Bucket(int[] nodes, int[] types, long[] events) {
    static final Bucket NOTHING = new Bucket(new int[0], new int[0], new long[0]);
    private static final int BYTES = 16;
    private static final int FRAME = 200;

    int bytes() {
      return FRAME + BYTES * nodes.length;
    }
  }

  /** By an index on the bucket. */
  record Rows(Set<Integer> types) implements KeptBuckets.Reader<Bucket> {
    @Override
    public String sql() {
      return """
          select bucket, array_agg(node), array_agg(type::integer), array_agg(events) from (
            select c.bucket, c.node, c.type, sum(c.events)::bigint as events from node_count c
            where c.tier = :tier and c.bucket = any(cast(:buckets as timestamptz[])) and c.type in (%s) group by 1, 2, 3) c
          group by 1"""
          .formatted(String.join(", ", types.stream().sorted().map(String::valueOf).toList()));
    }

    @Override
    public Map<Instant, Bucket> read(ResultSet rows) throws SQLException {
      Map<Instant, Bucket> found = new HashMap<>();
      while (rows.next()) {
        found.put(rows.getObject(1, OffsetDateTime.class).toInstant(),
            new Bucket(NodeActivity.ints(rows.getArray(2)), NodeActivity.ints(rows.getArray(3)),
                NodeActivity.longs(rows.getArray(4))));
      }
      return found;
    }
  }

  /** The sums of a whole span by node and type; what there is none of is absent. */
  public Map<Integer, Map<Integer, Long>> of(Span span) {
    Map<Integer, Map<Integer, Long>> sums = new HashMap<>();
    buckets.whole(span, (begins, bucket) -> {
      for (int i = 0; i < bucket.nodes.length; i++) {
        sums.computeIfAbsent(bucket.nodes[i], node -> new HashMap<>())
            .merge(bucket.types[i], bucket.events[i], Long::sum);
      }
    });
    return sums;
  }
}
