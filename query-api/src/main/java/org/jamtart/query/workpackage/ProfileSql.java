package org.jamtart.query.workpackage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jamtart.query.count.Filtered;
import org.jamtart.query.request.Selection;
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

  static final String BY_TIME = "select " + FIGURES
      + ", date_bin(make_interval(secs => :seconds), d.first_seen, timestamptz 'epoch') as ts " + ROWS
      + " group by ts, n.id order by ts, n.peer_id";

  private final JdbcClient jdbc;

  public ProfileSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
    return over(BY_NODE, window, selection).query((row, n) -> profile(row)).list();
  }

  List<Bucket> byTime(Window window, Selection selection, Collection<Bytes32> nodes) {
    return over(BY_TIME, window, new Selection(selection.cores(), List.copyOf(nodes)))
        .param("seconds", window.interval().toSeconds())
        .query((row, n) -> new Bucket(row.getObject("ts", OffsetDateTime.class).toInstant(), profile(row)))
        .list();
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
