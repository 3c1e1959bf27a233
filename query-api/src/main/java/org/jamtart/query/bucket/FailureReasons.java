package org.jamtart.query.bucket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.bucket.BucketSettings.Keeper;
import org.jamtart.query.grafana.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Why things failed, how often, and on which nodes. Thread-safe. */
public final class FailureReasons {

  /** Of the failures' own counts, without a tier. */
  public static final String TABLE = "failure_count";

  private static final int BYTES = 12;
  private static final int FRAME = 150;

  private final KeptBuckets<List<Told>> buckets;

  public FailureReasons(JdbcClient jdbc, BucketSettings settings) {
    this.buckets = new KeptBuckets<>(jdbc, TABLE, new Rows(), List.of(), FailureReasons::bytes,
        settings.memory(Keeper.FAILURES));
  }

  /** One reason in a bucket, and who told of it how often: arrays of one length. */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes them
  private record Told(Cause cause, int[] nodes, long[] events) {}

  /** What failed for which reason; empty where none is given. */
  public record Cause(int type, String reason) {}

  private static int bytes(List<Told> told) {
    return FRAME + told.stream()
        .mapToInt(each -> FRAME + 2 * each.cause.reason.length() + BYTES * each.nodes.length)
        .sum();
  }

  private static final class Rows implements KeptBuckets.Reader<List<Told>> {
    @Override
    public String sql() {
      return """
          select c.bucket, c.type, c.reason, array_agg(c.node), array_agg(c.events)
          from failure_count c where c.tier = :tier and c.bucket = any(cast(:buckets as timestamptz[])) group by 1, 2, 3""";
    }

    @Override
    public Map<Instant, List<Told>> read(ResultSet rows) throws SQLException {
      Map<Instant, List<Told>> found = new HashMap<>();
      Map<Cause, Cause> causes = new HashMap<>();
      while (rows.next()) {
        var cause = new Cause(rows.getInt(2), rows.getString(3));
        found.computeIfAbsent(rows.getObject(1, OffsetDateTime.class).toInstant(), ts -> new ArrayList<>())
            .add(new Told(causes.computeIfAbsent(cause, same -> same), NodeActivity.ints(rows.getArray(4)),
                NodeActivity.longs(rows.getArray(5))));
      }
      return found;
    }
  }

  /** How often, and on how many nodes. */
  public record Sum(Cause cause, long events, int nodes) {}

  private static final class Sums {
    private long events;
    private final BitSet nodes = new BitSet();

    void add(Told told, @Nullable Integer only) {
      for (int i = 0; i < told.nodes.length; i++) {
        if (only == null || only == told.nodes[i]) {
          events += told.events[i];
          nodes.set(told.nodes[i]);
        }
      }
    }
  }

  /**
   * The causes of a whole span, in no order.
   *
   * @param only the number of the node that is asked for; null for all
   */
  public List<Sum> of(Span span, Collection<Integer> types, @Nullable Integer only) {
    Map<Cause, Sums> sums = new HashMap<>();
    buckets.whole(span, (begins, told) -> told.forEach(each -> {
      if (types.contains(each.cause.type)) {
        sums.computeIfAbsent(each.cause, cause -> new Sums()).add(each, only);
      }
    }));
    List<Sum> found = new ArrayList<>();
    sums.forEach((cause, sum) -> {
      if (!sum.nodes.isEmpty()) {
        found.add(new Sum(cause, sum.events, sum.nodes.cardinality()));
      }
    });
    return found;
  }
}
