package org.jamtart.query.quarantine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the quarantine: the messages by (received, id) or (node, received), a bounded number of them; the groups from their counts. */
public final class QuarantineSql {

  /** Entries of the index that a page looks at. */
  static final int MOST_EXAMINED = 10_000;

  /** Groups in an answer, and newest messages of a node among which an example is looked for. */
  private static final int MOST_GROUPS = 100;
  private static final int MOST_EXAMPLES = 100;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final String WANTED = """
      (cast(:types as smallint[]) is null or q.type = any(:types)) and (cast(:reason as text) is null or q.reason = :reason)""";

  private static final String COLUMNS = """
      select q.received, q.id, q.partition, q.position, n.peer_id, n.implementation_name, s.uuid, q.seq, q.event_id,
             q.type, q.time, q.reason, q.field, q.at, q.expected, q.found, q.message, length(q.bytes),\s""";

  private static final String JOINS = """
       left join node n on n.id = q.node
       left join session s on s.id = q.session
      """;

  private static final String PAGE = COLUMNS + """
      substring(q.bytes for 64), q.wanted, q.n
      from (
        select q.*, %s as wanted, row_number() over (order by %%1$s) as n
        from quarantine q
        where %%2$s q.received >= :start and q.received <= :t and (q.received, q.id) < (:t, :id)
        order by %%1$s
        limit :entries) q""".formatted(WANTED) + JOINS + """
      where q.wanted or q.n = :entries
      order by q.received desc, q.id desc
      """;

  static final String ALL = PAGE.formatted("q.received desc, q.id desc", "");

  /** By the index on (node, received): compared together, so that no other index gives the order. */
  static final String OF_NODE = PAGE.formatted("q.node desc, q.received desc, q.id desc",
      "(q.node, q.received) >= (:node, :start) and (q.node, q.received) <= (:node, :t) and");

  static final String ONE = COLUMNS + "q.bytes, true, 0 from quarantine q" + JOINS
      + "where q.received = :received and q.id = :id";

  static final String GROUPS = """
      with grouped as (
        select q.node, q.type, q.reason, sum(q.frames) as frames, min(q.hour) as first, max(q.hour) as last
        from quarantine_group q
        where (cast(:node as integer) is null or q.node = :node) and q.hour >= :start and q.hour < :end and %s
        group by q.node, q.type, q.reason
        order by frames desc, q.node, q.type, q.reason
        limit %d)
      select n.peer_id, n.implementation_name, n.implementation_version, g.type, g.reason, g.frames, g.first, g.last,
             example.received, example.id, example.field, example.at, example.expected, example.found
      from grouped g
      left join node n on n.id = g.node
      left join lateral (
        select * from (
          select q.received, q.id, q.type, q.reason, q.field, q.at, q.expected, q.found
          from quarantine q
          where (q.node, q.received) >= (g.node, g.first) and (q.node, q.received) < (g.node, g.last + interval '1 hour')
            and q.received >= g.first and q.received < g.last + interval '1 hour'
          order by q.node desc, q.received desc limit %d) q
        where q.type = g.type and q.reason = g.reason
        order by q.received desc limit 1) example on true
      order by g.frames desc, g.node, g.type, g.reason
      """
      .formatted(WANTED, MOST_GROUPS, MOST_EXAMPLES);

  private final JdbcClient jdbc;

  public QuarantineSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An entry of the index.
   *
   * @param wanted whether the filter takes it; the last entry of a full share comes all the same
   * @param n      its ordinal, from 1
   */
  record Entry(QuarantineKey key, QuarantineView view, boolean wanted, long n) {}

  /**
   * Messages behind a key, newest first.
   *
   * @param node    number of the node; null for all
   * @param entries how many entries to look at, at most
   */
  List<Entry> page(QuarantineFilter filter, @Nullable Integer node, @Nullable QuarantineKey behind,
      int entries) {
    QuarantineKey key = behind == null ? new QuarantineKey(filter.range().to(), BEFORE_ALL) : behind;
    var sql = wanted(jdbc.sql(node == null ? ALL : OF_NODE), filter)
        .param("start", Times.parameter(filter.range().from()))
        .param("t", Times.parameter(key.received()))
        .param("id", key.id())
        .param("entries", entries);
    return (node == null ? sql : sql.param("node", node)).query(QuarantineSql::entry).list();
  }

  /** One message, with all its bytes. */
  Optional<QuarantineView> one(QuarantineKey key) {
    return jdbc.sql(ONE)
        .param("received", Times.parameter(key.received()))
        .param("id", key.id())
        .query(QuarantineSql::entry)
        .optional()
        .map(Entry::view);
  }

  /** The largest groups of what was quarantined in the hours of a range, with those that were only counted. */
  List<QuarantineGroup> groups(QuarantineFilter filter, @Nullable Integer node) {
    TimeRange range = filter.range();
    return wanted(jdbc.sql(GROUPS), filter).param("node", node)
        .param("start", Times.parameter(range.from().truncatedTo(ChronoUnit.HOURS)))
        .param("end", Times.parameter(range.to()))
        .query(QuarantineSql::group)
        .list();
  }

  private static JdbcClient.StatementSpec wanted(JdbcClient.StatementSpec sql, QuarantineFilter filter) {
    var types = filter.types();
    return sql
        .param("types", types == null ? null : types.stream().map(Integer::shortValue).toArray(Short[]::new))
        .param("reason", filter.reason());
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    var key = new QuarantineKey(row.getObject(1, OffsetDateTime.class).toInstant(),
        row.getObject(2, UUID.class));
    @Nullable
    Long eventId = row.getObject(9, Long.class);
    @Nullable
    OffsetDateTime time = row.getObject(11, OffsetDateTime.class);
    byte @Nullable [] node = row.getBytes(5);
    var view = new QuarantineView(key.text(), key.received(),
        node == null ? null : HexFormat.of().formatHex(node),
        row.getString(6), row.getObject(7, UUID.class), row.getObject(8, Long.class),
        eventId == null ? null : Long.toUnsignedString(eventId), type(row.getInt(10)), name(row.getInt(10)),
        time == null ? null : time.toInstant(), row.getString(12), row.getString(13),
        row.getObject(14, Integer.class),
        row.getString(15), row.getString(16), row.getString(17), row.getInt(3), row.getLong(4),
        row.getInt(18),
        "0x" + HexFormat.of().formatHex(row.getBytes(19)));
    return new Entry(key, view, row.getBoolean(20), row.getLong(21));
  }

  private static QuarantineGroup group(ResultSet row, int number) throws SQLException {
    byte @Nullable [] node = row.getBytes(1);
    int type = row.getInt(4);
    @Nullable
    OffsetDateTime received = row.getObject(9, OffsetDateTime.class);
    @Nullable
    String example = received == null
        ? null
        : new QuarantineKey(received.toInstant(), row.getObject(10, UUID.class)).text();
    Instant last = row.getObject(8, OffsetDateTime.class).toInstant().plus(Duration.ofHours(1));
    String reason = row.getString(5);
    return new QuarantineGroup(node == null ? null : HexFormat.of().formatHex(node), row.getString(2),
        row.getString(3), type(type), name(type), reason, row.getBigDecimal(6).toBigInteger(),
        row.getObject(7, OffsetDateTime.class).toInstant(), last, example,
        Sentence.of(node != null, type, reason,
            row.getString(11), row.getObject(12, Integer.class), row.getString(13), row.getString(14)));
  }

  private static @Nullable Integer type(int type) {
    return type < 0 ? null : type;
  }

  private static @Nullable String name(int type) {
    return type < 0 ? null : TypeNames.name(type);
  }
}
