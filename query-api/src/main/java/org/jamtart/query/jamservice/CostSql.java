package org.jamtart.query.jamservice;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
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

  private static final String SUMS = "sum(c.executions) as executions, sum(c.gas) as gas, sum(c.elapsed_ns) as elapsed, "
      + "sum(c.load_ns) as load";

  private static final String IN_RANGE = """
      service_cost c where c.tier = :tier and c.bucket >= :start and c.bucket < :end
        and (cast(:services as bigint[]) is null or c.service = any(:services))""";

  static final String BY_PHASE = "select -1 as service, c.phase, " + SUMS + " from " + IN_RANGE
      + " group by c.phase";

  static final String BY_SERVICE = "select c.service, c.phase, " + SUMS + " from " + IN_RANGE
      + " and c.service >= 0 group by c.service, c.phase order by gas desc, c.service, c.phase limit :limit offset :offset";

  static final String ALL_BY_SERVICE = "select c.service, c.phase, " + SUMS + " from " + IN_RANGE
      + " and c.service >= 0 group by c.service, c.phase";

  static final String BY_TIME = "select c.service, c.phase, " + SUMS
      + ", date_bin(make_interval(secs => :seconds), c.bucket, timestamptz 'epoch') as ts from " + IN_RANGE
      + " and c.service >= 0 group by ts, c.service, c.phase order by ts, c.service";

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

  record Point(Instant ts, OfService of) {}

  /** All of it, that of services that are not known included; phases without any are absent. */
  Map<Phase, Cost> byPhase(Span span) {
    Map<Phase, Cost> phases = new EnumMap<>(Phase.class);
    in(BY_PHASE, span, List.of()).query(row -> {
      OfService it = read(row);
      phases.put(it.phase, it.cost);
    });
    return phases;
  }

  /** Those with most gas first. */
  List<OfService> byService(Span span, long offset, int limit) {
    return in(BY_SERVICE, span, List.of()).param("offset", offset)
        .param("limit", limit)
        .query((row, n) -> read(row))
        .list();
  }

  /** All of some services, or of all when there are none. */
  List<OfService> byService(Span span, Collection<Long> services) {
    return in(ALL_BY_SERVICE, span, services).query((row, n) -> read(row)).list();
  }

  List<Point> byTime(Span span, Collection<Long> services) {
    return in(BY_TIME, span, services).param("seconds", span.seconds())
        .query((row, n) -> new Point(row.getObject("ts", OffsetDateTime.class).toInstant(), read(row)))
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

  private static BigInteger number(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigInteger();
  }
}
