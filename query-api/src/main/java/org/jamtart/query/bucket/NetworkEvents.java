package org.jamtart.query.bucket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.query.bucket.BucketSettings.Keeper;
import org.jamtart.query.grafana.Span;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many events of each type all nodes told of, and when. Thread-safe. */
public final class NetworkEvents {

  private static final int TYPES = 256;

  private final KeptBuckets<Bucket> buckets;

  public NetworkEvents(JdbcClient jdbc, BucketSettings settings) {
    this.buckets = new KeptBuckets<>(jdbc, "network_count", new Rows(), Bucket.NOTHING, Bucket::bytes,
        settings.memory(Keeper.EVENTS));
  }

  /** Of each type that there is in a bucket: arrays of one length. */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes them
  private record Bucket(int[] types, long[] events) {
    static final Bucket NOTHING = new Bucket(new int[0], new long[0]);
    private static final int BYTES = 12;
    private static final int FRAME = 200;

    int bytes() {
      return FRAME + BYTES * types.length;
    }
  }

  /** How many events of a type there were in a bucket of the answer. */
  public record Point(Instant ts, int type, long events) {}

  private static final class Rows implements KeptBuckets.Reader<Bucket> {

    /** All of them, since the type stands before the bucket in the table's key. */
    private static final String ALL = IntStream.range(0, TYPES)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "'{", "}'"));

    @Override
    public String sql() {
      return """
          select bucket, array_agg(type), array_agg(events) from (
            select c.bucket, c.type::integer as type, sum(c.events)::bigint as events from network_count c
            where c.tier = :tier and c.type = any(cast(%s as smallint[]))
              and c.bucket = any(cast(:buckets as timestamptz[])) group by 1, 2) c
          group by 1""".formatted(ALL);
    }

    @Override
    public Map<Instant, Bucket> read(ResultSet rows) throws SQLException {
      Map<Instant, Bucket> found = new HashMap<>();
      while (rows.next()) {
        found.put(rows.getObject(1, OffsetDateTime.class).toInstant(),
            new Bucket(NodeActivity.ints(rows.getArray(2)), NodeActivity.longs(rows.getArray(3))));
      }
      return found;
    }
  }

  /** Of a whole span by type; 0 where there were none. */
  public Map<Integer, Long> totals(Span span, Collection<Integer> types) {
    long[] sums = new long[TYPES];
    buckets.whole(span, (begins, bucket) -> add(bucket, sums));
    Map<Integer, Long> totals = new HashMap<>();
    types.forEach(type -> totals.put(type, sums[type]));
    return totals;
  }

  /** By the answer's buckets, oldest first, and type; what there is none of is absent. */
  public List<Point> byTime(Span span, Collection<Integer> types) {
    SortedMap<Instant, long[]> sums = new TreeMap<>();
    buckets.each(span, (begins, bucket) -> add(bucket,
        sums.computeIfAbsent(span.bucket(begins), ts -> new long[TYPES])));
    List<Integer> asked = types.stream().distinct().sorted().toList();
    List<Point> points = new ArrayList<>();
    sums.forEach((ts, events) -> asked.forEach(type -> {
      if (events[type] > 0) {
        points.add(new Point(ts, type, events[type]));
      }
    }));
    return points;
  }

  private static void add(Bucket bucket, long[] sums) {
    for (int i = 0; i < bucket.types.length; i++) {
      sums[bucket.types[i]] += bucket.events[i];
    }
  }
}
