package org.jamtart.query.bucket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jamtart.query.bucket.BucketSettings.Keeper;
import org.jamtart.query.grafana.Span;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Why guarantees left the pools of all nodes, and when. Thread-safe. */
public final class GuaranteeDiscards {

  private static final int BYTES = 100;
  private static final int FRAME = 150;

  private final KeptBuckets<List<Told>> buckets;

  public GuaranteeDiscards(JdbcClient jdbc, BucketSettings settings) {
    this.buckets = new KeptBuckets<>(jdbc, "network_count", new Rows(), List.of(),
        told -> FRAME + BYTES * told.size(), settings.memory(Keeper.DISCARDS));
  }

  /** One reason in a bucket. */
  private record Told(String reason, long events) {}

  /** How often for one reason in one bucket of the answer. */
  public record Discarded(Instant ts, String reason, long events) {}

  private static final class Rows implements KeptBuckets.Reader<List<Told>> {
    @Override
    public String sql() {
      return """
          select c.bucket, c.reason, sum(c.events)::bigint from network_count c
          where c.tier = :tier and c.type = 113 and c.bucket = any(cast(:buckets as timestamptz[])) group by 1, 2""";
    }

    @Override
    public Map<Instant, List<Told>> read(ResultSet rows) throws SQLException {
      Map<Instant, List<Told>> found = new HashMap<>();
      Map<String, String> reasons = new HashMap<>();
      while (rows.next()) {
        String reason = rows.getString(2);
        found.computeIfAbsent(rows.getObject(1, OffsetDateTime.class).toInstant(), ts -> new ArrayList<>())
            .add(new Told(reasons.computeIfAbsent(reason, same -> same), rows.getLong(3)));
      }
      return found;
    }
  }

  /** By the answer's buckets, oldest first, and reason. */
  public List<Discarded> byTime(Span span) {
    SortedMap<Instant, SortedMap<String, Long>> sums = new TreeMap<>();
    buckets.each(span, (begins, told) -> told.forEach(each -> sums
        .computeIfAbsent(span.bucket(begins), ts -> new TreeMap<>())
        .merge(each.reason, each.events, Long::sum)));
    List<Discarded> found = new ArrayList<>();
    sums.forEach((ts, reasons) -> reasons
        .forEach((reason, events) -> found.add(new Discarded(ts, reason, events))));
    return found;
  }
}
