package org.jamtart.query.legacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.query.workpackage.Rolled;
import org.jamtart.query.workpackage.Rolled.Hours;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who guaranteed the packages that were first seen in a range: from whole hours that are rolled up, and from single packages with
 * their parts before and behind them. At most 2,000 nodes.
 */
final class LegacyGuarantorSql {

  private static final int MOST = 2_000;

  /** Package by package down the key of the parts, however few of these PostgreSQL believes there are: {@code offset 0} sees to that. */
  private static final String BESIDE = """
      (select w.hash, w.core from work_package w
        where w.first_seen >= :start and w.first_seen < :from or w.first_seen >= :to and w.first_seen < :end) w
      cross join lateral (
        select p.node, p.received_at, p.guarantee_built_at, p.last_guarantee_at from node_package p where p.hash = w.hash
        offset 0) p""";

  private static final String OF_HOURS = "package_guarantor h where h.bucket >= :from and h.bucket < :to";

  /** What they guaranteed, and nothing else. */
  static final String GUARANTEES = """
      select n.peer_id, sum(c.guaranteed)::bigint from (
        select h.node, sum(h.guaranteed) as guaranteed from %s group by h.node
        union all
        select p.node, count(p.guarantee_built_at) from %s group by p.node) c
      join node n on n.id = c.node
      group by n.id having sum(c.guaranteed) > 0 order by 2 desc, n.id limit %d"""
      .formatted(OF_HOURS, BESIDE, MOST);

  static final String NODES = "select n.id, n.peer_id from node n where n.id = any(:ids)";

  static final String HOURS = "select h.node, h.guaranteed, h.received, h.last_guarantee_at, h.cores, h.core_guaranteed from "
      + OF_HOURS;

  static final String SINGLE = """
      select p.node, count(p.guarantee_built_at), count(p.received_at), max(p.last_guarantee_at), array[w.core],
        array[count(p.guarantee_built_at)]
      from %s group by p.node, w.core"""
      .formatted(BESIDE);

  private final JdbcClient jdbc;
  private final Rolled rolled;

  LegacyGuarantorSql(JdbcClient jdbc, Rolled rolled) {
    this.jdbc = jdbc;
    this.rolled = rolled;
  }

  /** Packages that a node guaranteed. */
  record Guarantees(Bytes32 node, long packages) {}

  /**
   * What a node did with the packages of a range.
   *
   * @param number     of the node's row
   * @param guarantees packages that it guaranteed, those included whose core is not known
   * @param received   packages that it received
   * @param last       when it made the last guarantee for any of them
   * @param byCore     packages that it guaranteed by core
   */
  record Guarantor(int number, Bytes32 node, long guarantees, long received, @Nullable Instant last,
      Map<Integer, Long> byCore) {}

  /** Who guaranteed any, those that guaranteed most first. */
  List<Guarantees> guarantees(TimeRange range) {
    return in(GUARANTEES, range, hours(range))
        .query((row, n) -> new Guarantees(Bytes32.of(row.getBytes(1)), row.getLong(2)))
        .list();
  }

  /** The same, with all that is known of them. */
  List<Guarantor> guarantors(TimeRange range) {
    Map<Integer, Sum> sums = new HashMap<>();
    Hours hours = hours(range);
    for (String sql : List.of(HOURS, SINGLE)) {
      in(sql, range, hours).query(row -> {
        sums.computeIfAbsent(row.getInt(1), node -> new Sum()).add(row);
      });
    }
    sums.values().removeIf(sum -> sum.guarantees == 0);
    List<Guarantor> guarantors = new ArrayList<>();
    jdbc.sql(NODES).param("ids", sums.keySet().toArray(Integer[]::new)).query(row -> {
      int node = row.getInt(1);
      guarantors.add(Objects.requireNonNull(sums.get(node)).of(node, Bytes32.of(row.getBytes(2))));
    });
    guarantors
        .sort(Comparator.comparingLong(Guarantor::guarantees).reversed().thenComparing(Guarantor::number));
    return guarantors.subList(0, Math.min(MOST, guarantors.size()));
  }

  /** None, at the end, where nothing is rolled up. */
  private Hours hours(TimeRange range) {
    return rolled.of(range).orElse(new Hours(range.to(), range.to()));
  }

  private JdbcClient.StatementSpec in(String sql, TimeRange range, Hours hours) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(range.from()))
        .param("from", hours.first())
        .param("to", hours.last())
        .param("end", Times.parameter(range.to()));
  }

  /** What is added up of one node. */
  private static final class Sum {
    private final Map<Integer, Long> byCore = new TreeMap<>();
    private long guarantees;
    private long received;
    private @Nullable Instant last;

    void add(ResultSet row) throws SQLException {
      guarantees += row.getLong(2);
      received += row.getLong(3);
      @Nullable
      OffsetDateTime time = row.getObject(4, OffsetDateTime.class);
      if (time != null && (last == null || time.toInstant().isAfter(last))) {
        last = time.toInstant();
      }
      Integer[] cores = (Integer[]) row.getArray(5).getArray();
      Long[] counts = (Long[]) row.getArray(6).getArray();
      for (int i = 0; i < cores.length; i++) {
        if (cores[i] >= 0 && counts[i] > 0) {
          byCore.merge(cores[i], counts[i], Long::sum);
        }
      }
    }

    Guarantor of(int number, Bytes32 node) {
      return new Guarantor(number, node, guarantees, received, last, byCore);
    }
  }
}
