package org.jamtart.query.bucket;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jamtart.query.bucket.BucketSettings.Keeper;
import org.jamtart.query.grafana.Span;
import org.jamtart.wire.Bytes32;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the nodes did, all of them: who said anything, how much of it was failures, and who keeps up. Thread-safe. */
public final class NodeActivity {

  /** Slots that a node may be behind the highest and is in sync. */
  private static final int BEHIND = 2;

  private static final String PEERS = "select id, peer_id from node where id = any(:ids)";

  private final JdbcClient jdbc;
  private final KeptBuckets<Bucket> buckets;

  public NodeActivity(JdbcClient jdbc, BucketSettings settings) {
    this.jdbc = jdbc;
    this.buckets = new KeptBuckets<>(jdbc, "node_activity", new Rows(), Bucket.NOTHING, Bucket::bytes,
        settings.memory(Keeper.ACTIVITY));
  }

  /** What each node did in a bucket: arrays of one length. */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes them
  private record Bucket(int[] nodes, long[] events, long[] failures, long[] best) {
    static final Bucket NOTHING = new Bucket(new int[0], new long[0], new long[0], new long[0]);
    private static final int BYTES = 28;
    private static final int FRAME = 200;

    int bytes() {
      return FRAME + BYTES * nodes.length;
    }
  }

  private static final class Rows implements KeptBuckets.Reader<Bucket> {
    @Override
    public String sql() {
      return """
          select c.bucket, array_agg(c.node), array_agg(c.events), array_agg(c.failures), array_agg(c.best_slot)
          from node_activity c where c.tier = :tier and c.bucket = any(cast(:buckets as timestamptz[])) group by c.bucket""";
    }

    @Override
    public Map<Instant, Bucket> read(ResultSet rows) throws SQLException {
      Map<Instant, Bucket> found = new HashMap<>();
      while (rows.next()) {
        found.put(rows.getObject(1, OffsetDateTime.class).toInstant(),
            new Bucket(ints(rows.getArray(2)), longs(rows.getArray(3)), longs(rows.getArray(4)),
                longs(rows.getArray(5))));
      }
      return found;
    }
  }

  static int[] ints(Array array) throws SQLException {
    return Arrays.stream((Integer[]) array.getArray()).mapToInt(Integer::intValue).toArray();
  }

  static long[] longs(Array array) throws SQLException {
    return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
  }

  /** Figures of nodes, by their numbers, which are small. */
  private static final class ByNode {
    private long[] events = new long[64];
    private long[] failures = new long[64];
    private long[] best = new long[64];

    void add(Bucket bucket) {
      for (int i = 0; i < bucket.nodes.length; i++) {
        int node = bucket.nodes[i];
        if (node >= events.length) {
          grow(node);
        }
        events[node] += bucket.events[i];
        failures[node] += bucket.failures[i];
        best[node] = Math.max(best[node], bucket.best[i] + 1);
      }
    }

    private void grow(int node) {
      int length = Integer.highestOneBit(node) << 1;
      events = Arrays.copyOf(events, length);
      failures = Arrays.copyOf(failures, length);
      best = Arrays.copyOf(best, length);
    }

    boolean has(int node) {
      return node < events.length && (events[node] > 0 || best[node] > 0);
    }

    private IntStream nodes() {
      return IntStream.range(0, events.length).filter(this::has);
    }

    At at(Instant ts) {
      long highest = Arrays.stream(best).max().orElse(0);
      return new At(ts, nodes().count(), Arrays.stream(events).sum(), count(slot -> slot > 0),
          count(slot -> slot > 0 && slot >= highest - BEHIND), highest - 1);
    }

    private long count(LongPredicate slot) {
      return Arrays.stream(best).filter(slot).count();
    }
  }

  /** How many nodes said anything, and how much they all said. */
  public record Active(long nodes, long events) {}

  /**
   * All nodes in a bucket.
   *
   * @param nodes    who said anything
   * @param reported who told of a best block
   * @param synced   who told of one that is hardly behind the highest
   * @param slot     the highest; -1 for none
   */
  public record At(Instant ts, long nodes, long events, long reported, long synced, long slot) {}

  /** What a node did in a range. */
  public record NodeTotal(int number, Bytes32 node, long events, long failures) {}

  /** What a node did in a bucket. */
  public record Point(Instant ts, Bytes32 node, long events) {}

  /** Of a whole span. */
  public Active active(Span span) {
    At at = sum(span).at(span.from());
    return new Active(at.nodes(), at.events());
  }

  /** The nodes with most failures in a whole span; those who said anything. */
  public List<NodeTotal> worst(Span span, int limit) {
    ByNode sum = sum(span);
    List<Integer> nodes = sum.nodes()
        .boxed()
        .sorted(Comparator.comparingLong((Integer node) -> -sum.failures[node])
            .thenComparingLong(node -> -sum.events[node]))
        .toList();
    if (nodes.size() > limit) {
      // Who is equal to the last one is told apart by the peer ID.
      int last = nodes.get(limit - 1);
      nodes = nodes.stream()
          .takeWhile(node -> sum.failures[node] > sum.failures[last]
              || sum.failures[node] == sum.failures[last] && sum.events[node] >= sum.events[last])
          .toList();
    }
    Map<Integer, Bytes32> peers = peers(nodes.stream().mapToInt(Integer::intValue));
    return nodes.stream()
        .filter(peers::containsKey)
        .map(node -> new NodeTotal(node, peers.getOrDefault(node, Bytes32.ZERO), sum.events[node],
            sum.failures[node]))
        .sorted(Comparator.comparingLong(NodeTotal::failures)
            .reversed()
            .thenComparing(Comparator.comparingLong(NodeTotal::events).reversed())
            .thenComparing(NodeTotal::node))
        .limit(limit)
        .toList();
  }

  private ByNode sum(Span span) {
    var sum = new ByNode();
    buckets.whole(span, (begins, bucket) -> sum.add(bucket));
    return sum;
  }

  /** Of each bucket of a span's answer, oldest first; of those in which any node said anything. */
  public List<At> byTime(Span span) {
    List<At> found = new ArrayList<>();
    byTime(span, (ts, sum) -> found.add(sum.at(ts)));
    return found;
  }

  /** The same by node, in the order of their peer IDs. */
  public List<Point> byNode(Span span) {
    SortedMap<Instant, ByNode> sums = new TreeMap<>();
    byTime(span, sums::put);
    Map<Integer, Bytes32> peers = peers(sums.values().stream().flatMapToInt(ByNode::nodes).distinct());
    List<Map.Entry<Integer, Bytes32>> sorted = peers.entrySet()
        .stream()
        .sorted(Map.Entry.comparingByValue())
        .toList();
    List<Point> points = new ArrayList<>();
    sums.forEach((ts, sum) -> sorted.forEach(node -> {
      if (sum.has(node.getKey())) {
        points.add(new Point(ts, node.getValue(), sum.events[node.getKey()]));
      }
    }));
    return points;
  }

  private interface Found {
    void bucket(Instant ts, ByNode sum);
  }

  private void byTime(Span span, Found found) {
    var open = new Object() {
      private Instant ts = Instant.MIN;
      private ByNode sum = new ByNode();
    };
    buckets.each(span, (begins, bucket) -> {
      Instant ts = span.bucket(begins);
      if (!ts.equals(open.ts)) {
        if (!open.ts.equals(Instant.MIN)) {
          found.bucket(open.ts, open.sum);
        }
        open.ts = ts;
        open.sum = new ByNode();
      }
      open.sum.add(bucket);
    });
    if (!open.ts.equals(Instant.MIN)) {
      found.bucket(open.ts, open.sum);
    }
  }

  private Map<Integer, Bytes32> peers(IntStream nodes) {
    Map<Integer, Bytes32> peers = new HashMap<>();
    jdbc.sql(PEERS).param("ids", nodes.boxed().toArray(Integer[]::new)).query(row -> {
      peers.put(row.getInt(1), Bytes32.of(row.getBytes(2)));
    });
    return peers;
  }
}
