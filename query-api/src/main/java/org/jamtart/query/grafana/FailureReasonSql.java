package org.jamtart.query.grafana;

import java.util.Collection;
import java.util.List;
import org.jamtart.query.event.TypeNames;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.EventGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads why things failed: what it costs depends on buckets, types and reasons, never on how much went well. */
public final class FailureReasonSql {

  /** Of the failures' own counts, without a tier. */
  static final String TABLE = "failure_count";

  private static final String COMMONEST = """
      select c.type, c.reason, sum(c.events)::bigint from %s c
      where c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.type = any(:types)
      group by 1, 2 order by 3 desc, 1, 2 limit :limit""";

  /** Behind (count, type, hash of the reason), in the order in which the reasons come. */
  static final String PAGE = """
      select type, reason, events, nodes, hash from (
        select type, reason, sum(events)::bigint as events, count(*) as nodes, hashtextextended(reason, 0) as hash
        from (
          select c.type, c.reason, c.node, sum(c.events) as events from failure_count c
          where c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.type = any(:types)
            and (cast(:peer as bytea) is null or c.node = (select n.id from node n where n.peer_id = :peer))
          group by 1, 2, 3) of_node
        group by 1, 2) reasons
      where cast(:count as bigint) is null or (-events, type, hash) > (-cast(:count as bigint), :type, :hash)
      order by events desc, type, hash limit :limit""";

  private final JdbcClient jdbc;

  public FailureReasonSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
    String table = span.tier() == Tier.HALF_MINUTE ? "network_count" : TABLE;
    return in(COMMONEST.formatted(table), span, types).param("limit", limit)
        .query((row, n) -> new Count(row.getInt(1), row.getString(2), row.getLong(3)))
        .list();
  }

  /** Reasons behind one, the commonest first; of one node if it is not null. */
  List<Row> page(Span span, Collection<Integer> types, @Nullable Bytes32 node, @Nullable Row after,
      int limit) {
    return in(PAGE, span, types).param("peer", node == null ? null : node.toByteArray())
        .param("count", after == null ? null : (Long) after.count().events())
        .param("type", after == null ? 0 : after.count().type())
        .param("hash", after == null ? 0 : after.hash())
        .param("limit", limit)
        .query((row, n) -> new Row(new Count(row.getInt(1), row.getString(2), row.getLong(3)), row.getLong(4),
            row.getLong(5)))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, Span span, Collection<Integer> types) {
    return jdbc.sql(sql)
        .param("tier", span.tier().id())
        .param("start", span.start())
        .param("end", span.end())
        .param("types", types.stream().map(Integer::shortValue).toArray(Short[]::new));
  }
}
