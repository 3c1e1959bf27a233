package org.jamtart.query.legacy;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cores by their packages, and the nodes that work on one. */
final class LegacyCoreSql {

  /** As the nodes said that connected last. */
  static final String CORES = "select coalesce(max(s.cores), 0) from (select cores from session order by id desc limit 1000) s";

  static final String LOADS = """
      select w.core, count(*), coalesce(sum(w.guaranteed_by), 0)::bigint, coalesce(sum(w.refine_gas), 0), max(w.last_updated),
        count(*) filter (where w.distributed_at is null and w.failed_at is null),
        count(distinct floor((extract(epoch from w.first_seen) - 1735732800) / 6))
      from work_package w where w.first_seen >= :start and w.first_seen < :end and w.core >= 0 group by w.core""";

  private static final String OF_CORE = "work_package w where w.first_seen >= :start and w.first_seen < :end and w.core = :core";

  static final String FIGURES = """
      select count(w.received_at), count(w.refined_at), count(w.failed_at) filter (where w.refined_at is null), count(w.report_built_at), count(w.guarantee_built_at),
        count(w.distributed_at), avg(w.refine_gas), avg(d.ms), percentile_cont(0.95) within group (order by d.ms), count(d.ms)
      from %s cross join lateral (
        select case when w.received_at is not null then
          greatest(0, extract(epoch from coalesce(w.distributed_at, w.last_updated) - w.received_at) * 1000) end as ms) d"""
      .formatted("(select * from " + OF_CORE + ") w");

  static final String NODES = """
      select n.id, n.peer_id, n.implementation_name, n.implementation_version, count(*), max(p.last_updated),
        count(p.guarantee_built_at), count(p.failed_at),
        avg(case when p.distributed_at is not null and p.received_at is not null then
          greatest(0, extract(epoch from p.distributed_at - p.received_at) * 1000) end)::double precision,
        coalesce((select l.slot from node_latest l where l.node = n.id and l.type = 11), 0)
      from (select w.hash from %s) w join node_package p on p.hash = w.hash join node n on n.id = p.node
      group by n.id order by 7 desc, 5 desc, n.id limit 2000""".formatted(OF_CORE);

  private final JdbcClient jdbc;

  LegacyCoreSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a core did with the packages that were first seen in a range.
   *
   * @param guarantees reports of guarantees, one per guarantor
   * @param open       packages that are neither distributed nor failed
   * @param slots      slots in which a package was first seen
   */
  record Load(long packages, long guarantees, BigInteger gas, Instant last, long open, long slots) {}

  /** Packages by what was reported of them, failed only where nobody refined them; times in milliseconds, null for none. */
  record Figures(long received, long refined, long failed, long reports, long guarantees, long distributed,
      @Nullable Double gas, @Nullable Double averageMs, @Nullable Double p95Ms, long samples) {}

  /**
   * A node that reported anything about the core's packages.
   *
   * @param averageMs from reception to distribution, by its own clock; null for none
   * @param slot      its newest best slot; 0 for none
   */
  record Worker(int number, byte[] peer, String implementation, String version, long packages, Instant last,
      long guarantees, long failures, @Nullable Double averageMs, long slot) {}

  int cores() {
    return jdbc.sql(CORES).query(Integer.class).single();
  }

  Map<Integer, Load> loads(TimeRange range) {
    Map<Integer, Load> loads = new HashMap<>();
    in(LOADS, range).query(row -> {
      loads.put(row.getInt(1),
          new Load(row.getLong(2), row.getLong(3), row.getBigDecimal(4).toBigInteger(),
              row.getObject(5, OffsetDateTime.class).toInstant(), row.getLong(6), row.getLong(7)));
    });
    return loads;
  }

  Figures figures(TimeRange range, int core) {
    return in(FIGURES, range).param("core", core)
        .query((row, n) -> new Figures(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4),
            row.getLong(5), row.getLong(6), number(row, 7), number(row, 8), number(row, 9), row.getLong(10)))
        .single();
  }

  /** Those who guaranteed most first. */
  List<Worker> workers(TimeRange range, int core) {
    return in(NODES, range).param("core", core)
        .query((row, n) -> new Worker(row.getInt(1), row.getBytes(2), row.getString(3), row.getString(4),
            row.getLong(5), row.getObject(6, OffsetDateTime.class).toInstant(), row.getLong(7),
            row.getLong(8), number(row, 9), row.getLong(10)))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, TimeRange range) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()));
  }

  private static @Nullable Double number(ResultSet row, int column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : number;
  }
}
