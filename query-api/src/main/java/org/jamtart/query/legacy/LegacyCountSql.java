package org.jamtart.query.legacy;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jamtart.query.bucket.NetworkEvents;
import org.jamtart.query.grafana.Span;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts of the whole network, of cores, and of a few nodes. */
final class LegacyCountSql {

  private static final String IN_RANGE = "c.tier = :tier and c.bucket >= :start and c.bucket < :end";

  static final String BY_CORE = """
      select c.core, sum(c.events)::bigint from %s c
      where c.type = :type group by c.core order by c.core""".formatted(Span.rows("core_count"));

  static final String OF_NODES = """
      select n.id, c.type, sum(c.events)::bigint from unnest(cast(:nodes as integer[])) n(id) cross join lateral (
        select c.type, c.events from node_count c where c.node = n.id and %s and c.type = any(:types)) c
      group by 1, 2"""
      .formatted(IN_RANGE);

  private final JdbcClient jdbc;
  private final NetworkEvents events;

  LegacyCountSql(JdbcClient jdbc, NetworkEvents events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  /** All types that there can be. */
  static List<Integer> allTypes() {
    return IntStream.rangeClosed(0, 255).boxed().toList();
  }

  /** Events of all nodes by type; 0 where there were none. */
  Map<Integer, Long> totals(Span span, Collection<Integer> types) {
    return events.totals(span, types);
  }

  /** The same by bucket; what there is none of is absent. */
  Map<Instant, Map<Integer, Long>> byTime(Span span, Collection<Integer> types) {
    Map<Instant, Map<Integer, Long>> buckets = new HashMap<>();
    events.byTime(span, types)
        .forEach(point -> buckets.computeIfAbsent(point.ts(), ts -> new HashMap<>())
            .put(point.type(), point.events()));
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

  private static Short[] smallints(Collection<Integer> types) {
    return types.stream().map(Integer::shortValue).toArray(Short[]::new);
  }
}
