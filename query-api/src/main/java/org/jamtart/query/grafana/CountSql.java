package org.jamtart.query.grafana;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jamtart.query.bucket.NetworkEvents;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.request.Times;
import org.jamtart.store.Schema;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the counts. What a query costs depends on buckets, types and nodes, never on how many events there were. */
public final class CountSql {

  private static final String BUCKET = "date_bin(make_interval(secs => :seconds), c.bucket, timestamptz 'epoch')";
  private static final String IN_RANGE = "c.tier = :tier and c.bucket >= :start and c.bucket < :end";

  private static final String OF_NODE = """
      node n cross join lateral (select * from node_count c
        where %s and c.node = n.id and (cast(:types as smallint[]) is null or c.type = any(:types))
          and (cast(:cores as integer[]) is null or c.core = any(:cores))) c
      where (cast(:nodes as bytea[]) is null or n.peer_id = any(:nodes))""".formatted(IN_RANGE);

  static final String BY_TYPE_OF_NODES = """
      select %s as ts, c.type, sum(c.events) from %s group by 1, 2 order by 1, 2""".formatted(BUCKET,
      OF_NODE);

  static final String BY_NODE_OF_TYPES = """
      select %s as ts, n.peer_id, sum(c.events) from %s group by 1, 2 order by 1, 2""".formatted(BUCKET,
      OF_NODE);

  static final String BY_CORE_OF_NODES = """
      select %s as ts, c.core, sum(c.events) from %s and c.core >= 0 group by 1, 2 order by 1, 2"""
      .formatted(BUCKET, OF_NODE);

  private static final String OF_CORES = """
      core_count c where %s and (cast(:cores as integer[]) is null or c.core = any(:cores))
        and (cast(:types as smallint[]) is null or c.type = any(:types))""".formatted(IN_RANGE);

  static final String BY_CORE = """
      select %s as ts, c.core, sum(c.events) from %s group by 1, 2 order by 1, 2""".formatted(BUCKET,
      OF_CORES);

  static final String BY_TYPE_OF_CORES = """
      select %s as ts, c.type, sum(c.events) from %s group by 1, 2 order by 1, 2""".formatted(BUCKET,
      OF_CORES);

  /** Of the blocks themselves, which are few; by their primary key (time, hash, node). */
  static final String AUTHORS = """
      select n.peer_id, b.blocks from (
        select b.node, count(*) as blocks from authored_block b where b.time >= :start and b.time < :end group by 1
        order by 2 desc, 1 limit :limit) b
      join node n on n.id = b.node order by 2 desc, 1""";

  static final String HIGHEST = """
      select max(c.best_slot), max(c.finalized_slot) from node_activity c
      where c.tier = :tier and c.bucket >= :start""";

  private final JdbcClient jdbc;
  private final NetworkEvents events;

  public CountSql(JdbcClient jdbc, NetworkEvents events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  /** A sum of one bucket; key is a type, a core, or a node's id. */
  record Point(Instant ts, Object key, long count) {

    static Point of(NetworkEvents.Point point) {
      return new Point(point.ts(), point.type(), point.events());
    }

    static Point of(NodeActivity.Point point) {
      return new Point(point.ts(), point.node().toHex(), point.events());
    }
  }

  /** Which events are counted; null for all. */
  record Only(@Nullable Collection<Integer> types, @Nullable Collection<Integer> cores,
      @Nullable Collection<Bytes32> nodes) {}

  record Authored(Bytes32 node, long blocks) {}

  /** The highest slots; null for none. */
  record Highest(@Nullable Long best, @Nullable Long finalized) {}

  /** Events of all nodes by type; 0 where there were none. */
  Map<Integer, Long> totals(Span span, Collection<Integer> types) {
    return events.totals(span, types);
  }

  /** Events of all nodes by bucket and type. */
  List<Point> byType(Span span, Collection<Integer> types) {
    return events.byTime(span, types).stream().map(Point::of).toList();
  }

  List<Point> byTypeOfNodes(Span span, Only only) {
    return points(of(BY_TYPE_OF_NODES, span, only), span);
  }

  List<Point> byTypeOfCores(Span span, Only only) {
    return points(of(BY_TYPE_OF_CORES, span, only), span);
  }

  List<Point> byNodeOfTypes(Span span, Only only) {
    return points(of(BY_NODE_OF_TYPES, span, only), span);
  }

  List<Point> byCore(Span span, Only only) {
    return points(of(BY_CORE, span, only), span);
  }

  List<Point> byCoreOfNodes(Span span, Only only) {
    return points(of(BY_CORE_OF_NODES, span, only), span);
  }

  /** The nodes that made most blocks. */
  List<Authored> authors(Span span, int limit) {
    return in(AUTHORS, span).param("limit", limit)
        .query((row, n) -> new Authored(Bytes32.of(row.getBytes(1)), row.getLong(2)))
        .list();
  }

  /** The highest slots that nodes reported since a moment. */
  Highest highest(Instant since) {
    return jdbc.sql(HIGHEST)
        .param("tier", Tier.HOUR.id())
        .param("start", Times.parameter(Tier.HOUR.bucket(since)))
        .query((row, n) -> new Highest(slot(row, 1), slot(row, 2)))
        .single();
  }

  /** Events of a type, or of all, in the seconds of a range. */
  long seconds(Instant from, Instant to, int type) {
    return jdbc
        .sql("select coalesce(sum(c.events), 0) from network_count c where " + IN_RANGE
            + " and c.type = :type")
        .param("tier", Tier.SECOND.id())
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to))
        .param("type", (short) type)
        .query(Long.class)
        .single();
  }

  /** Type of {@link #seconds} for all events. */
  static final int ALL = Schema.ALL_TYPES;

  private JdbcClient.StatementSpec in(String sql, Span span) {
    return span.in(jdbc.sql(sql));
  }

  private JdbcClient.StatementSpec of(String sql, Span span, Only only) {
    var statement = in(sql, span).param("types", only.types() == null ? null : smallints(only.types()))
        .param("cores", only.cores() == null ? null : only.cores().toArray(Integer[]::new));
    return sql.contains(":nodes")
        ? statement.param("nodes", only.nodes() == null
            ? null
            : only.nodes().stream().map(Bytes32::toByteArray).toArray(byte[][]::new))
        : statement;
  }

  private static List<Point> points(JdbcClient.StatementSpec sql, Span span) {
    return sql.param("seconds", span.seconds())
        .query((row, n) -> new Point(time(row), key(row), row.getLong(3)))
        .list();
  }

  private static Object key(ResultSet row) throws SQLException {
    return row.getObject(2) instanceof byte[] peer ? Bytes32.of(peer).toHex() : row.getInt(2);
  }

  private static Instant time(ResultSet row) throws SQLException {
    return row.getObject(1, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Long slot(ResultSet row, int column) throws SQLException {
    @Nullable
    Long slot = row.getObject(column, Long.class);
    return slot == null || slot < 0 ? null : slot;
  }

  private static Short[] smallints(Collection<Integer> types) {
    return types.stream().map(Integer::shortValue).toArray(Short[]::new);
  }
}
