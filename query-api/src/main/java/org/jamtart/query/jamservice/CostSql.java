package org.jamtart.query.jamservice;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.grafana.Span;
import org.jamtart.store.ServiceCostRow.Phase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What running the code of services cost; what a query costs depends on services and buckets. */
public final class CostSql {

  /** Its table, as tiers are chosen for it. */
  static final String TABLE = "service_cost";

  private static final String IN_RANGE = """
      service_cost c where c.tier = :tier and c.bucket >= :start and c.bucket < :end
        and (cast(:services as bigint[]) is null or c.service = any(:services))""";

  /** All of each phase, as of service -1, and a page of services: both from one pass over the counts. */
  static final String BY_PHASE_AND_SERVICE = """
      with cost as materialized (
        select c.service, c.phase, sum(c.executions) as executions, sum(c.gas) as gas, sum(c.elapsed_ns) as elapsed,
          sum(c.load_ns) as load
        from %s group by c.service, c.phase)
      select -1 as service, phase, sum(executions) as executions, sum(gas) as gas, sum(elapsed) as elapsed, sum(load) as load
      from cost group by phase
      union all
      (select * from cost where service >= 0 order by gas desc, service, phase limit :limit offset :offset)
      order by gas desc, service, phase"""
      .formatted(IN_RANGE);

  static final String BY_SERVICE = """
      select c.service, c.phase, sum(c.executions) as executions, sum(c.gas) as gas
      from %s and c.service >= 0 group by c.service, c.phase""".formatted(IN_RANGE);

  /**
   * Of those with most gas in the range. The partitions of the log are added up first, in the order of the key, so that few rows are
   * left to be sorted into the answer's buckets.
   */
  static final String BY_TIME = """
      with cell as materialized (
        select c.service, c.phase, c.bucket, sum(c.executions) as executions, sum(c.gas) as gas
        from %s and c.service >= 0 group by c.service, c.phase, c.bucket)
      select date_bin(make_interval(secs => :seconds), bucket, timestamptz 'epoch') as ts, service, phase,
        sum(executions) as executions, sum(gas) as gas
      from cell where service in (select service from cell group by service order by sum(gas) desc, service limit :most)
      group by ts, service, phase order by ts, service"""
      .formatted(IN_RANGE);

  private final JdbcClient jdbc;

  public CostSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Sums of some executions. */
  record Cost(long executions, BigInteger gas, BigInteger elapsedNs, BigInteger loadNs) {

    static final Cost NONE = new Cost(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    double mean(BigInteger sum) {
      return executions == 0
          ? 0
          : new BigDecimal(sum).divide(BigDecimal.valueOf(executions), 3, RoundingMode.HALF_UP).doubleValue();
    }
  }

  record OfService(long service, Phase phase, Cost cost) {}

  /** @param gas of all executions together */
  record Burnt(long service, Phase phase, long executions, BigInteger gas) {

    Burnt plus(Burnt other) {
      return new Burnt(service, phase, executions + other.executions, gas.add(other.gas));
    }
  }

  /** @param ts first moment of the bucket */
  record Point(Instant ts, Burnt burnt) {}

  /**
   * What there is of each phase, that of services that are not known included, and some of it by service.
   *
   * @param phases   those without any are absent
   * @param services those with most gas first
   */
  record Phases(Map<Phase, Cost> phases, List<OfService> services) {}

  /** All phases, and a page of the services. */
  Phases byPhase(Span span, long offset, int limit) {
    var found = new Phases(new EnumMap<>(Phase.class), new ArrayList<>());
    in(BY_PHASE_AND_SERVICE, span, List.of()).param("offset", offset).param("limit", limit).query(row -> {
      OfService it = read(row);
      if (it.service < 0) {
        found.phases.put(it.phase, it.cost);
      } else {
        found.services.add(it);
      }
    });
    return found;
  }

  /** The gas of some services, or of all when there are none. */
  List<Burnt> byService(Span span, Collection<Long> services) {
    return in(BY_SERVICE, span, services).query((row, n) -> burnt(row)).list();
  }

  /** The same by time, of at most so many of the services: those with most gas in the range, the lowest of equals first. */
  List<Point> byTime(Span span, Collection<Long> services, int most) {
    return in(BY_TIME, span, services).param("seconds", span.seconds())
        .param("most", most)
        .query((row, n) -> new Point(row.getObject("ts", OffsetDateTime.class).toInstant(), burnt(row)))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, Span span, Collection<Long> services) {
    return jdbc.sql(sql)
        .param("tier", span.tier().id())
        .param("start", span.start())
        .param("end", span.end())
        .param("services", services.isEmpty() ? null : services.toArray(Long[]::new));
  }

  private static OfService read(ResultSet row) throws SQLException {
    return new OfService(row.getLong("service"), Phase.values()[row.getInt("phase")],
        new Cost(row.getLong("executions"), number(row, "gas"), number(row, "elapsed"), number(row, "load")));
  }

  private static Burnt burnt(ResultSet row) throws SQLException {
    return new Burnt(row.getLong("service"), Phase.values()[row.getInt("phase")], row.getLong("executions"),
        number(row, "gas"));
  }

  private static BigInteger number(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigInteger();
  }
}
