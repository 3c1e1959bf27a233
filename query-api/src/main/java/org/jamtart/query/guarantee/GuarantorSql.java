package org.jamtart.query.guarantee;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.query.count.Filtered;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who made guarantees: how many from the counts, when the last one from the node's newest packages. */
public final class GuarantorSql {

  static final String COUNTS = """
      select n.id, n.peer_id, c.core, sum(c.events) from node n cross join lateral (
        select c.core, c.events from node_count c
        where c.tier = :tier and c.node = n.id and c.bucket >= :start and c.bucket < :end and c.type = 105
          and (cast(:cores as integer[]) is null or c.core = any(:cores))) c
      where (cast(:nodes as bytea[]) is null or n.peer_id = any(:nodes))
      group by n.id, c.core""";

  /** Of the newest packages that the node has guaranteed; one that came an hour before the range is not looked for. */
  static final String LAST = """
      select n.id, max(p.last) from node n cross join lateral (
        select case when p.last_guarantee_at < :to then p.last_guarantee_at else p.guarantee_built_at end as last
        from node_package p
        where p.node = n.id and p.first_seen >= cast(:from as timestamptz) - interval '1 hour' and p.first_seen < :to
          and p.guarantee_built_at >= :from and p.guarantee_built_at < :to
          and (cast(:cores as integer[]) is null or p.core = any(:cores))
        order by p.first_seen desc limit 64) p
      where n.id = any(:ids) group by n.id""";

  private final JdbcClient jdbc;

  public GuarantorSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a node guaranteed.
   *
   * @param number  of the node's row
   * @param byCore  guarantees by core; those whose core is not known are in the count alone
   * @param count   guarantees of all cores
   * @param last    when it made the last one before the end; null when that is not kept
   */
  public record Guarantor(int number, Bytes32 node, Map<Integer, Long> byCore, long count,
      @Nullable Instant last) {

    /** The core for which it made most, the lowest of several; null when none is known. */
    public @Nullable Integer primaryCore() {
      return byCore.entrySet()
          .stream()
          .max(Map.Entry.<Integer, Long>comparingByValue()
              .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
          .map(Map.Entry::getKey)
          .orElse(null);
    }
  }

  /** Those with most guarantees first. */
  public List<Guarantor> guarantors(Span span, Instant end, Selection selection) {
    Map<Integer, Bytes32> nodes = new HashMap<>();
    Map<Integer, Map<Integer, Long>> cores = new HashMap<>();
    Map<Integer, Long> counts = new HashMap<>();
    Filtered.of(jdbc.sql(COUNTS), COUNTS, selection)
        .param("tier", span.tier().id())
        .param("start", span.start())
        .param("end", span.end())
        .query(row -> {
          int number = row.getInt(1);
          nodes.put(number, Bytes32.of(row.getBytes(2)));
          counts.merge(number, row.getLong(4), Long::sum);
          Map<Integer, Long> byCore = cores.computeIfAbsent(number, absent -> new TreeMap<>());
          if (row.getInt(3) >= 0) {
            byCore.merge(row.getInt(3), row.getLong(4), Long::sum);
          }
        });
    Map<Integer, Instant> last = last(span, end, selection, nodes.keySet());
    List<Guarantor> guarantors = new ArrayList<>();
    nodes.forEach((number, node) -> guarantors.add(new Guarantor(number, node,
        cores.getOrDefault(number, Map.of()), counts.getOrDefault(number, 0L), last.get(number))));
    guarantors.sort(Comparator.comparingLong(Guarantor::count).reversed().thenComparing(Guarantor::number));
    return guarantors;
  }

  private Map<Integer, Instant> last(Span span, Instant end, Selection selection,
      Collection<Integer> numbers) {
    Map<Integer, Instant> last = new HashMap<>();
    Filtered.of(jdbc.sql(LAST), LAST, selection)
        .param("from", span.start())
        .param("to", Times.parameter(end))
        .param("ids", numbers.toArray(Integer[]::new))
        .query(row -> {
          last.put(row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant());
        });
    return last;
  }
}
