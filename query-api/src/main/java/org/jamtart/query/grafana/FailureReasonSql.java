package org.jamtart.query.grafana;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jamtart.query.bucket.FailureReasons;
import org.jamtart.query.bucket.FailureReasons.Cause;
import org.jamtart.query.event.TypeNames;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.EventGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Why things failed: what it costs depends on buckets, types and reasons, never on how much went well. */
public final class FailureReasonSql {

  /** The finest reasons, of all nodes, in the half minutes before and behind the whole minutes of a span. */
  private static final String ENDS = """
      select c.type, c.reason, sum(c.events)::bigint from network_count c
      where c.tier = 1 and (c.bucket >= :start and c.bucket < :minutes or c.bucket >= :minutes_end and c.bucket < :end)
        and c.type = any(:types)
      group by 1, 2""";

  private static final String NODE = "select id from node where peer_id = :peer";

  private final JdbcClient jdbc;
  private final FailureReasons reasons;

  public FailureReasonSql(JdbcClient jdbc, FailureReasons reasons) {
    this.jdbc = jdbc;
    this.reasons = reasons;
  }

  /** How often a type of event failed for a reason; empty for none. */
  record Count(int type, String reason, long events) {

    String group() {
      return EventGroup.of(type).key();
    }

    String name() {
      return TypeNames.name(type);
    }

    @Nullable
    String words() {
      return reason.isEmpty() ? null : reason;
    }
  }

  /** The same, with the number of nodes that said so, and what the list is ordered by beside count and type. */
  record Row(Count count, long nodes, long hash) {}

  /** What failed most, for whatever reason. */
  List<Count> commonest(Span span, Collection<Integer> types, int limit) {
    Map<Cause, Long> sums = new HashMap<>();
    reasons.of(span.whole(Tier.MINUTE), types, null).forEach(sum -> sums.put(sum.cause(), sum.events()));
    if (span.tier() == Tier.HALF_MINUTE) {
      span.in(jdbc.sql(ENDS))
          .param("types", types.stream().map(Integer::shortValue).toArray(Short[]::new))
          .query(row -> {
            sums.merge(new Cause(row.getInt(1), row.getString(2)), row.getLong(3), Long::sum);
          });
    }
    return sums.entrySet()
        .stream()
        .map(sum -> new Count(sum.getKey().type(), sum.getKey().reason(), sum.getValue()))
        .sorted(Comparator.comparingLong(Count::events)
            .reversed()
            .thenComparingInt(Count::type)
            .thenComparing(Count::reason))
        .limit(limit)
        .toList();
  }

  /** Reasons behind one, the commonest first; of one node if it is not null. */
  List<Row> page(Span span, Collection<Integer> types, @Nullable Bytes32 node, @Nullable Row after,
      int limit) {
    if (node == null) {
      return page(reasons.of(span, types, null), after, limit);
    }
    return number(node)
        .map(number -> page(reasons.of(span, types, number), after, limit))
        .orElse(List.of());
  }

  private static List<Row> page(List<FailureReasons.Sum> sums, @Nullable Row after, int limit) {
    Comparator<Row> order = Comparator.comparingLong((Row row) -> -row.count().events())
        .thenComparingInt(row -> row.count().type())
        .thenComparingLong(Row::hash);
    return sums.stream()
        .map(sum -> new Row(new Count(sum.cause().type(), sum.cause().reason(), sum.events()), sum.nodes(),
            hash(sum.cause().reason())))
        .filter(row -> after == null || order.compare(row, after) > 0)
        .sorted(order)
        .limit(limit)
        .toList();
  }

  /** Empty for a node that never connected. */
  private Optional<Integer> number(Bytes32 node) {
    return jdbc.sql(NODE).param("peer", node.toByteArray()).query((row, n) -> row.getInt(1)).optional();
  }

  /** The same in every process, so that a cursor leads on wherever it is used. */
  private static long hash(String reason) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(reason.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
