package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jamtart.persister.time.Times;

/**
 * How far the nodes' clocks are behind each other, estimated from the shortest delay from each node's clock to a gateway's in the
 * hour around a moment, against the median of all nodes. What is known when it is read; not thread-safe.
 */
final class Clocks {

  private static final long BUCKET = 600 * Times.SECOND;
  private static final int BUCKETS_BEFORE = 5;

  private static final String READ = """
      select bucket, node, delay_min from node_clock where bucket >= ? and bucket <= ? and delay_min <= delay_max""";

  private final NavigableMap<Long, Map<Integer, Long>> delays = new TreeMap<>();
  private final Map<Long, Skew> known = new HashMap<>();

  /** The delays from an hour before one time to ten minutes after another. */
  static Clocks read(Connection connection, long first, long last) throws SQLException {
    var clocks = new Clocks();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setObject(1, Rows.time(bucket(first) - BUCKETS_BEFORE * BUCKET));
      statement.setObject(2, Rows.time(bucket(last) + BUCKET));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          clocks.delays.computeIfAbsent(Rows.micros(row, 1), bucket -> new HashMap<>())
              .put(row.getInt(2), row.getLong(3));
        }
      }
    }
    return clocks;
  }

  private static long bucket(long micros) {
    return Math.floorDiv(micros, BUCKET) * BUCKET;
  }

  /** The skew around a moment. */
  Skew at(long micros) {
    return known.computeIfAbsent(bucket(micros), this::of);
  }

  private Skew of(long bucket) {
    Map<Integer, Long> least = new HashMap<>();
    delays.subMap(bucket - BUCKETS_BEFORE * BUCKET, true, bucket + BUCKET, true)
        .values()
        .forEach(ofBucket -> ofBucket.forEach((node, delay) -> least.merge(node, delay, Math::min)));
    long[] sorted = least.values().stream().mapToLong(Long::longValue).sorted().toArray();
    long median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    return new Skew(least, median);
  }

  /**
   * @param delays shortest delay of each node, microseconds
   * @param median of these
   */
  record Skew(Map<Integer, Long> delays, long median) {

    /** What a node's clock is behind the median clock, microseconds; 0 for a node whose clock is not known. */
    long behind(int node) {
      return delays.getOrDefault(node, median) - median;
    }
  }
}
