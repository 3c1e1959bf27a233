package org.jamtart.query.workpackage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.query.count.Filtered;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.Times;
import org.jamtart.query.workpackage.Rolled.Hours;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long packages took on each node, by its own reports and its own clock alone. */
public final class ProfileSql {

  private static final String ROWS = """
      from node n cross join lateral (
        select p.first_seen, p.failed_at, p.authorized_at - p.received_at as authorize,
          p.refined_at - p.authorized_at as refine, p.report_built_at - p.refined_at as report,
          p.guarantee_built_at - p.report_built_at as guarantee,
          p.distributed_at - p.guarantee_built_at as distribute, p.distributed_at - p.received_at as total
        from node_package p
        where p.node = n.id and p.first_seen >= :start and p.first_seen < :end
          and (cast(:cores as integer[]) is null or p.core = any(:cores))) d
      where (cast(:nodes as bytea[]) is null or n.peer_id = any(:nodes))""";

  private static final String FIGURES = """
      n.id, n.peer_id, count(*), count(d.failed_at), count(d.total), avg(extract(epoch from d.authorize)) * 1000,
      avg(extract(epoch from d.refine)) * 1000, avg(extract(epoch from d.report)) * 1000,
      avg(extract(epoch from d.guarantee)) * 1000, avg(extract(epoch from d.distribute)) * 1000,
      avg(extract(epoch from d.total)) * 1000""";

  static final String BY_NODE = "select " + FIGURES + " " + ROWS + " group by n.id";

  /** Of a node's packages before and behind the hours that are rolled up. */
  private static final String BESIDE = """
      node n cross join lateral (
        select p.first_seen, p.failed_at, p.authorized_at - p.received_at as d1, p.refined_at - p.authorized_at as d2,
          p.report_built_at - p.refined_at as d3, p.guarantee_built_at - p.report_built_at as d4,
          p.distributed_at - p.guarantee_built_at as d5, p.distributed_at - p.received_at as d6
        from node_package p where p.node = n.id and p.first_seen >= :start and p.first_seen < :from
        union all
        select p.first_seen, p.failed_at, p.authorized_at - p.received_at, p.refined_at - p.authorized_at,
          p.report_built_at - p.refined_at, p.guarantee_built_at - p.report_built_at,
          p.distributed_at - p.guarantee_built_at, p.distributed_at - p.received_at
        from node_package p where p.node = n.id and p.first_seen >= :to and p.first_seen < :end) d""";

  private static final String SUMS = "count(*), count(d.failed_at), array[%s], array[%s]".formatted(
      each("coalesce(extract(epoch from sum(d%d)) * 1000000, 0)"), each("count(d%d)"));

  private static final String ROLLED_FIGURES = """
      n.id, n.peer_id, sum(f.packages)::bigint, sum(f.failures)::bigint, sum(f.samples[6])::bigint, %s"""
      .formatted(
          each("sum(f.micros[%1$d])::double precision / nullif(sum(f.samples[%1$d]), 0) / 1000"));

  /** The same of a long window: whole days and hours from what is rolled up, single packages beside them. */
  static final String ROLLED = """
      select %s
      from (
        select node, packages, failures, micros, samples from guarantor_figures
        where tier = 4 and bucket >= :first_day and bucket < :behind_days
        union all
        select node, packages, failures, micros, samples from guarantor_figures
        where tier = 3 and (bucket >= :from and bucket < :first_day or bucket >= :behind_days and bucket < :to)
        union all
        select n.id, %s from %s group by n.id) f
      join node n on n.id = f.node group by n.id"""
      .formatted(ROLLED_FIGURES, SUMS, BESIDE);

  /** The same in buckets of whole hours, of some nodes. */
  static final String ROLLED_BY_TIME = """
      select %s, f.ts
      from (
        select date_bin(make_interval(secs => :seconds), bucket, timestamptz 'epoch') as ts, node, packages, failures, micros,
          samples
        from guarantor_figures where tier = 3 and bucket >= :from and bucket < :to
        union all
        select date_bin(make_interval(secs => :seconds), d.first_seen, timestamptz 'epoch'), n.id, %s
        from %s where n.peer_id = any(:nodes) group by 1, 2) f
      join node n on n.id = f.node where n.peer_id = any(:nodes)
      group by f.ts, n.id order by f.ts, n.peer_id"""
      .formatted(ROLLED_FIGURES, SUMS, BESIDE);

  static final String BY_TIME = "select " + FIGURES
      + ", date_bin(make_interval(secs => :seconds), d.first_seen, timestamptz 'epoch') as ts " + ROWS
      + " group by ts, n.id order by ts, n.peer_id";

  private static final int HOUR = 3_600;

  private final JdbcClient jdbc;
  private final Rolled rolled;

  public ProfileSql(JdbcClient jdbc, Rolled rolled) {
    this.jdbc = jdbc;
    this.rolled = rolled;
  }

  private static String each(String expression) {
    return IntStream.rangeClosed(1, 6).mapToObj(expression::formatted).collect(Collectors.joining(", "));
  }

  /**
   * A node with its packages. Averages are milliseconds over those of its packages that have both ends; null when there is
   * none.
   *
   * @param number  of the node's row
   * @param through packages that it has distributed
   */
  record Profile(int number, Bytes32 node, long packages, long failures, long through,
      @Nullable Double authorize, @Nullable Double refine, @Nullable Double report,
      @Nullable Double guarantee,
      @Nullable Double distribute, @Nullable Double total) {}

  record Bucket(Instant ts, Profile profile) {}

  /** In no order. */
  List<Profile> byNode(Window window, Selection selection) {
    return rolled.of(window, selection)
        .map(hours -> rolled(window, hours))
        .orElseGet(() -> over(BY_NODE, window, selection))
        .query((row, n) -> profile(row))
        .list();
  }

  List<Bucket> byTime(Window window, Selection selection, Collection<Bytes32> nodes) {
    var of = new Selection(selection.cores(), List.copyOf(nodes));
    return (selection.cores() != null || window.interval().toSeconds() % HOUR != 0
        ? Optional.<Hours>empty()
        : rolled.of(window))
        .map(hours -> hours.in(Filtered.of(jdbc.sql(ROLLED_BY_TIME), ROLLED_BY_TIME, of), window))
        .orElseGet(() -> over(BY_TIME, window, of))
        .param("seconds", window.interval().toSeconds())
        .query((row, n) -> new Bucket(row.getObject("ts", OffsetDateTime.class).toInstant(), profile(row)))
        .list();
  }

  /** Days within the hours have rows of their own. */
  private JdbcClient.StatementSpec rolled(Window window, Hours hours) {
    Instant first = hours.from().truncatedTo(ChronoUnit.DAYS);
    first = first.equals(hours.from()) ? first : first.plus(1, ChronoUnit.DAYS);
    Instant behind = hours.to().truncatedTo(ChronoUnit.DAYS);
    return hours.in(jdbc.sql(ROLLED), window)
        .param("first_day", Times.parameter(first.isBefore(behind) ? first : hours.to()))
        .param("behind_days", Times.parameter(first.isBefore(behind) ? behind : hours.to()));
  }

  private JdbcClient.StatementSpec over(String sql, Window window, Selection selection) {
    return Filtered.of(jdbc.sql(sql), sql, selection)
        .param("start", window.start())
        .param("end", window.end());
  }

  private static Profile profile(ResultSet row) throws SQLException {
    return new Profile(row.getInt(1), Bytes32.of(row.getBytes(2)), row.getLong(3), row.getLong(4),
        row.getLong(5), number(row, 6), number(row, 7), number(row, 8), number(row, 9), number(row, 10),
        number(row, 11));
  }

  private static @Nullable Double number(ResultSet row, int column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : number;
  }
}
