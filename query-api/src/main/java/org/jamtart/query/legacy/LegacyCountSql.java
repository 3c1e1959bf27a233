package org.jamtart.query.legacy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts of the whole network, of cores, and of a few nodes. */
final class LegacyCountSql {

  private static final String IN_RANGE = "c.tier = :tier and c.bucket >= :start and c.bucket < :end";
  private static final String BUCKET = "date_bin(make_interval(secs => :seconds), c.bucket, timestamptz 'epoch')";

  static final String TOTALS = """
      select c.type, sum(c.events)::bigint from %s c where c.type = any(:types) group by c.type"""
      .formatted(Span.rows("network_count"));

  static final String BY_TIME = """
      select %s as ts, c.type, sum(c.events)::bigint from network_count c
      where %s and c.type = any(:types) group by 1, 2""".formatted(BUCKET, IN_RANGE);

  static final String BY_CORE = """
      select c.core, sum(c.events)::bigint from %s c
      where c.type = :type group by c.core order by c.core""".formatted(Span.rows("core_count"));

  static final String ACTIVE_BY_TIME = """
      select %s as ts, count(distinct c.node), max(c.best_slot), sum(c.events)::bigint from node_activity c
      where %s group by 1""".formatted(BUCKET, IN_RANGE);

  static final String ACTIVE = """
      select count(*), coalesce(sum(c.events), 0)::bigint from (
        select c.node, sum(c.events) as events from %s c group by 1) c"""
      .formatted(Span.rows("node_activity"));

  static final String ACTIVE_LATELY = "select count(distinct c.node), coalesce(sum(c.events), 0)::bigint from node_activity c where "
      + IN_RANGE;

  static final String WORST = """
      select c.node, n.peer_id, c.events, c.failures from (
        select c.node, sum(c.events)::bigint as events, sum(c.failures)::bigint as failures from %s c
        group by c.node having sum(c.failures) > 0 order by 3 desc, 2 desc, 1 limit :limit) c
      join node n on n.id = c.node order by 4 desc, 3 desc, 1""".formatted(Span.rows("node_activity"));

  static final String OF_NODES = """
      select n.id, c.type, sum(c.events)::bigint from unnest(cast(:nodes as integer[])) n(id) cross join lateral (
        select c.type, c.events from node_count c where c.node = n.id and %s and c.type = any(:types)) c
      group by 1, 2"""
      .formatted(IN_RANGE);

  private final JdbcClient jdbc;

  LegacyCountSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Active(long nodes, long events) {}

  /** @param slot the highest best slot; -1 for none */
  record ActiveAt(long nodes, long slot, long events) {}

  record Worst(int number, byte[] peer, long events, long failures) {}

  /** All types that there can be. */
  static List<Integer> allTypes() {
    return IntStream.rangeClosed(0, 255).boxed().toList();
  }

  /** Events of all nodes by type; 0 where there were none. */
  Map<Integer, Long> totals(Span span, Collection<Integer> types) {
    Map<Integer, Long> totals = new HashMap<>();
    types.forEach(type -> totals.put(type, 0L));
    in(TOTALS, span).param("types", smallints(types)).query(row -> {
      totals.put(row.getInt(1), row.getLong(2));
    });
    return totals;
  }

  /** The same by bucket; what there is none of is absent. */
  Map<Instant, Map<Integer, Long>> byTime(Span span, Collection<Integer> types) {
    Map<Instant, Map<Integer, Long>> buckets = new HashMap<>();
    in(BY_TIME, span).param("seconds", span.seconds()).param("types", smallints(types)).query(row -> {
      buckets.computeIfAbsent(time(row.getObject(1, OffsetDateTime.class)), ts -> new HashMap<>())
          .put(row.getInt(2), row.getLong(3));
    });
    return buckets;
  }

  /** Events of a type by core. */
  Map<Integer, Long> byCore(Span span, int type) {
    Map<Integer, Long> cores = new TreeMap<>();
    in(BY_CORE, span).param("type", (short) type).query(row -> {
      cores.put(row.getInt(1), row.getLong(2));
    });
    return cores;
  }

  /** Who said anything, by bucket. */
  Map<Instant, ActiveAt> activeByTime(Span span) {
    Map<Instant, ActiveAt> active = new HashMap<>();
    in(ACTIVE_BY_TIME, span).param("seconds", span.seconds()).query(row -> {
      active.put(time(row.getObject(1, OffsetDateTime.class)),
          new ActiveAt(row.getLong(2), row.getLong(3), row.getLong(4)));
    });
    return active;
  }

  /** How many nodes said anything in whole half minutes, and how much. */
  Active active(Instant from, Instant to) {
    return jdbc.sql(ACTIVE_LATELY)
        .param("tier", Tier.HALF_MINUTE.id())
        .param("start", Times.parameter(Tier.HALF_MINUTE.bucket(from)))
        .param("end", Times.parameter(to))
        .query((row, n) -> new Active(row.getLong(1), row.getLong(2)))
        .single();
  }

  Active active(Span span) {
    return in(ACTIVE, span).query((row, n) -> new Active(row.getLong(1), row.getLong(2))).single();
  }

  /** The nodes with most failures. */
  List<Worst> worst(Span span, int limit) {
    return in(WORST, span).param("limit", limit)
        .query((row, n) -> new Worst(row.getInt(1), row.getBytes(2), row.getLong(3), row.getLong(4)))
        .list();
  }

  /** Events of some types of a few nodes, by the number of the node. */
  Map<Integer, Map<Integer, Long>> ofNodes(Span span, Collection<Integer> nodes, Collection<Integer> types) {
    Map<Integer, Map<Integer, Long>> counts = new HashMap<>();
    in(OF_NODES, span).param("nodes", nodes.toArray(Integer[]::new))
        .param("types", smallints(types))
        .query(row -> {
          counts.computeIfAbsent(row.getInt(1), node -> new HashMap<>()).put(row.getInt(2), row.getLong(3));
        });
    return counts;
  }

  private JdbcClient.StatementSpec in(String sql, Span span) {
    return span.in(jdbc.sql(sql));
  }

  private static Instant time(OffsetDateTime time) {
    return time.toInstant();
  }

  private static Short[] smallints(Collection<Integer> types) {
    return types.stream().map(Integer::shortValue).toArray(Short[]::new);
  }
}
