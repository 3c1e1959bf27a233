package org.jamtart.query.count;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.bucket.NetworkEvents;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.store.Tier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many events of some types there were in a range. */
public final class EventTotals {

  private static final String IN_RANGE = "c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.type = any(:types)";

  static final String OF_CORES = """
      select c.type, sum(c.events) from %s c where c.type = any(:types) and c.core = any(:cores) group by c.type"""
      .formatted(Span.rows("core_count"));

  static final String OF_NODES = """
      select c.type, sum(c.events) from node n cross join lateral (
        select c.type, c.events from node_count c where c.node = n.id and %s
          and (cast(:cores as integer[]) is null or c.core = any(:cores))) c
      where n.peer_id = any(:nodes) group by c.type""".formatted(IN_RANGE);

  static final String BY_CORE = """
      select c.core, c.type, sum(c.events) from %s c
      where c.type = any(:types) and (cast(:cores as integer[]) is null or c.core = any(:cores)) group by 1, 2"""
      .formatted(Span.rows("core_count"));

  static final String BY_CORE_OF_NODES = """
      select c.core, c.type, sum(c.events) from node n cross join lateral (
        select c.core, c.type, c.events from node_count c where c.node = n.id and %s and c.core >= 0
          and (cast(:cores as integer[]) is null or c.core = any(:cores))) c
      where n.peer_id = any(:nodes) group by 1, 2""".formatted(IN_RANGE);

  static final String BY_REASON_OF_NODES = """
      select date_bin(make_interval(secs => :seconds), c.bucket, timestamptz 'epoch'), c.reason, sum(c.events)
      from node n cross join lateral (
        select c.bucket, c.reason, c.events from node_count c where c.node = n.id and %s) c
      where n.peer_id = any(:nodes) group by 1, 2 order by 1, 2""".formatted(IN_RANGE);

  private final JdbcClient jdbc;
  private final NetworkEvents events;
  private final Tiers tiers;

  public EventTotals(JdbcClient jdbc, NetworkEvents events, Tiers tiers) {
    this.jdbc = jdbc;
    this.events = events;
    this.tiers = tiers;
  }

  /** Events of one reason in one bucket. */
  public record Reason(Instant ts, String words, long events) {}

  /** What a figure over a whole range covers: with cores a minute is the finest there is. */
  public Span span(TimeRange range, Selection selection) {
    return selection.nodes() == null && selection.cores() != null ? ofCores(range) : tiers.total(range);
  }

  /** The same for figures by core. */
  public Span ofCores(TimeRange range) {
    return tiers.total(range, "core_count", Tier.MINUTE);
  }

  /** Buckets of the tier that has reasons. */
  public Span ofReasons(TimeRange range, Duration interval) {
    return tiers.only(range, interval, "network_count", Tier.HALF_MINUTE);
  }

  /** Events by type; 0 where there were none. */
  public Map<Integer, Long> byType(Span span, Selection selection, Collection<Integer> types) {
    if (selection.nodes() == null && selection.cores() == null) {
      return events.totals(span, types);
    }
    Map<Integer, Long> totals = new HashMap<>();
    types.forEach(type -> totals.put(type, 0L));
    in(selection.nodes() != null ? OF_NODES : OF_CORES, span, selection, types).query(row -> {
      totals.put(row.getInt(1), row.getLong(2));
    });
    return totals;
  }

  /** Events by core and type; what there is none of is absent. */
  public Map<Integer, Map<Integer, Long>> byCore(Span span, Selection selection, Collection<Integer> types) {
    Map<Integer, Map<Integer, Long>> totals = new HashMap<>();
    in(selection.nodes() != null ? BY_CORE_OF_NODES : BY_CORE, span, selection, types).query(row -> {
      totals.computeIfAbsent(row.getInt(1), core -> new HashMap<>()).put(row.getInt(2), row.getLong(3));
    });
    return totals;
  }

  /** Events of one type of the nodes of a selection by bucket and reason, from the tier that has reasons. */
  public List<Reason> byReasonOfNodes(Span span, Selection selection, int type) {
    return in(BY_REASON_OF_NODES, span, selection, List.of(type))
        .param("seconds", span.seconds())
        .query((row, n) -> new Reason(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2),
            row.getLong(3)))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, Span span, Selection selection, Collection<Integer> types) {
    return span.in(Filtered.of(jdbc.sql(sql), sql, selection))
        .param("types", types.stream().map(Integer::shortValue).toArray(Short[]::new));
  }
}
