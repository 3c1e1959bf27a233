package org.jamtart.query.node;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.request.Times;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much one node reported of what in a range: by the primary key of the counts. */
public final class NodeCountSql {

  private static final String OF_NODE = """
      node_count c where c.tier = :tier and c.node = :node and c.bucket >= :start and c.bucket < :end""";

  static final String BY_TYPE = "select c.type, sum(c.events)::bigint from %s group by c.type"
      .formatted(OF_NODE);

  static final String BY_CORE = """
      select c.type, c.core, sum(c.events)::bigint, max(c.bucket) from %s and c.type = any(:types) group by c.type, c.core"""
      .formatted(OF_NODE);

  static final String LAST = "select max(c.bucket) from %s and c.type = :type".formatted(OF_NODE);

  private final JdbcClient jdbc;

  public NodeCountSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param core   -1 for none */
  record OfCore(int type, int core, long events, Instant bucket) {}

  /** Events by type; what there is none of is absent. */
  public Map<Integer, Long> byType(int node, Span span) {
    Map<Integer, Long> counts = new HashMap<>();
    in(BY_TYPE, node, span.tier(), span.from(), span.to()).query(row -> {
      counts.put(row.getInt(1), row.getLong(2));
    });
    return counts;
  }

  /** Events of some types by core, in whole hours, each with the newest hour. */
  List<OfCore> byCore(int node, Collection<Integer> types, Instant from, Instant to) {
    return in(BY_CORE, node, Tier.HOUR, from, to)
        .param("types", types.stream().map(Integer::shortValue).toArray(Short[]::new))
        .query((row, n) -> new OfCore(row.getInt(1), row.getInt(2), row.getLong(3),
            row.getObject(4, OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Begin of the newest half minute of an hour in which there was an event of a type; null when that is not kept. */
  @Nullable
  Instant last(int node, int type, Instant hour) {
    return in(LAST, node, Tier.HALF_MINUTE, hour, hour.plus(Tier.HOUR.length())).param("type", (short) type)
        .query((row, n) -> {
          @Nullable
          OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
          return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
        })
        .single()
        .orElse(null);
  }

  private JdbcClient.StatementSpec in(String sql, int node, Tier tier, Instant from, Instant to) {
    return jdbc.sql(sql)
        .param("tier", tier.id())
        .param("node", node)
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to));
  }
}
