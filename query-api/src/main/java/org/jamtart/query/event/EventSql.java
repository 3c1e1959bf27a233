package org.jamtart.query.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads event rows: first the places of those that are wanted, then, for the ones on a page, all of them. Every walk goes down one index from newer to older, stops after a given number of entries, and so costs
 * the same however many events there are: all events by the primary key, the events of a type by (type, time), those of a node by
 * (node, time). {@code n} is the ordinal of the entry in its branch.
 */
public final class EventSql {

  /** The length comes without the bytes themselves, wherever these are kept. */
  private static final String COLUMNS = "e.time, e.session, e.seq, e.node, e.type, length(e.bytes) as size";

  private static final String PLACE = "e.branch, e.time, e.session, e.seq, e.node, e.type, e.size, e.n";

  private static final String BEHIND = """
      e.time >= :start and e.time <= :t and (e.time, e.session, e.seq) < (:t, cast(:s as bigint), cast(:q as bigint))""";

  private static final String ORDER = "order by e.time desc, e.session desc, e.seq desc";

  /** What is asked for beyond an index. */
  private static final String WANTED = """
      ((cast(:nodes as integer[]) is null or e.node = any(:nodes))
       and (cast(:types as smallint[]) is null or e.type = any(:types))
       and (cast(:cores as integer[]) is null or e.core = any(:cores))
       and (cast(:slot as bigint) is null or e.slot = :slot)
       and (cast(:hash as bytea) is null or e.hash = :hash))""";

  static final String ALL = """
      select 0 as branch, %s, row_number() over (%s) as n, true as wanted
      from event e where %s
      %s limit :entries""".formatted(COLUMNS, ORDER, BEHIND, ORDER);

  /** Of the entries that were examined, those that are wanted, and the last one, which says how far it went. */
  static final String ALL_WANTED = """
      select %s, %s as wanted from (
        select 0 as branch, %s, e.core, e.slot, e.hash, row_number() over (%s) as n
        from event e where %s
        %s limit :entries) e
      where %s or e.n = :entries
      %s""".formatted(PLACE, WANTED, COLUMNS, ORDER, BEHIND, ORDER, WANTED, ORDER);

  /**
   * Walks down an index on (key, time) for each branch, through times before :t. The key is compared together with the time, and is
   * part of the order: were it compared by itself, the planner could take the primary key, which has the same order by time,
   * and read all events to find the few of a rare key. Rows of one time come in no order: there may be any number of them.
   * Of the entries that were examined come those that are wanted and the last one of each branch, which says how far it went.
   */
  private static final String BRANCHES = """
      select %s, %s as wanted from (
        select b.branch, x.* from unnest(:branches) b(branch) cross join lateral (
          select %s, e.core, e.slot, e.hash, row_number() over (order by e.KEY desc, e.time desc) as n
          from event e
          where (e.KEY, e.time) >= (b.branch, :start) and (e.KEY, e.time) < (b.branch, :t)
            and e.time >= :start and e.time < :t
          order by e.KEY desc, e.time desc limit :entries) x) e
      where %s or e.n = :entries""".formatted(PLACE, WANTED, COLUMNS, WANTED);

  static final String BY_TYPE = BRANCHES.replace("KEY", "type");

  static final String BY_NODE = BRANCHES.replace("KEY", "node");

  /**
   * Walks down the primary key through one time: those that are wanted, until there are enough, and else the last entry that was
   * looked at, which says how far it went.
   */
  static final String OF_TIME = """
      select %s, %s as wanted from (
        select 0 as branch, %s, e.core, e.slot, e.hash, row_number() over later as n, lead(0) over later is null as last
        from (
          select * from event e where e.time = :t and (e.session, e.seq) < (cast(:s as bigint), cast(:q as bigint))
          order by e.session desc, e.seq desc limit :entries) e
        window later as (order by e.session desc, e.seq desc)) e
      where %s or e.last
      order by e.session desc, e.seq desc limit :most"""
      .formatted(PLACE, WANTED, COLUMNS, WANTED);

  /** One row for each key, by the primary key. */
  static final String ROWS = """
      select e.* from unnest(cast(:times as timestamptz[]), :sessions, :seqs) k(time, session, seq) cross join lateral (
        select e.time, e.session, e.seq, e.event_id, e.received, e.slot, e.ref, e.node, e.core, e.type, e.implausible, e.hash,
               e.bytes
        from event e
        where e.time = k.time and e.session = k.session and e.seq = k.seq and e.time >= :first and e.time <= :last
        limit 1) e""";
  static final String SESSIONS = "select id, uuid, protocol, cores from session where id = any(:ids)";

  static final String NODES = """
      select id, peer_id, implementation_name, implementation_version from node where id = any(:ids)""";

  static final String NUMBERS = "select id from node where peer_id = any(:peers)";

  private final JdbcClient jdbc;

  public EventSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An entry of an index.
   *
   * @param branch the type or node by which it was found
   * @param n      its ordinal in that branch, from 1
   * @param wanted whether it is asked for; the last entry that was examined comes although it is not
   */
  record Entry(int branch, long n, boolean wanted, EventPlace place) {}

  /**
   * What is asked for; null allows all.
   *
   * @param nodes numbers of nodes in the tables
   */
  record Wanted(@Nullable Collection<Integer> nodes, @Nullable Collection<Integer> types,
      @Nullable Collection<Integer> cores, @Nullable Long slot, @Nullable Bytes32 hash) {

    /** Whether it is all that two indexes cannot tell, so that any part of what is examined may be wanted. */
    boolean isBeyondIndexes() {
      return nodes != null && types != null || cores != null || slot != null || hash != null;
    }
  }

  /** What a session's rows need to be read. */
  record SessionFacts(long number, UUID id, int protocol, int cores) {}

  /** What an answer says of a node. */
  record NodeFacts(int number, Bytes32 id, String name, String version) {}

  /** All events behind a key. */
  List<Entry> all(TimeRange range, EventKey behind, int entries) {
    return behind(jdbc.sql(ALL), range, behind, entries);
  }

  /** Events behind a key that are wanted, and the last entry if the share was used up. */
  List<Entry> all(Wanted wanted, TimeRange range, EventKey behind, int entries) {
    return behind(wanted(jdbc.sql(ALL_WANTED), wanted), range, behind, entries);
  }

  /**
   * Events of a time behind a key of that time.
   *
   * @param most places to return: no more entries are examined than these need; when there are fewer, the last of them is the last
   *             entry that was examined, wanted or not
   */
  List<Entry> ofTime(Wanted wanted, EventKey behind, int entries, int most) {
    return read(wanted(jdbc.sql(OF_TIME), wanted)
        .param("most", most)
        .param("s", behind.session())
        .param("q", behind.seq()), behind.time(), entries);
  }

  /** Events before a time, by their types, of which there are some; and the last entry of each that used up its share. */
  List<Entry> byType(Wanted wanted, TimeRange range, Instant before, int entries) {
    return read(wanted(jdbc.sql(BY_TYPE), wanted)
        .param("branches", smallints(Objects.requireNonNull(wanted.types())))
        .param("start", Times.parameter(range.from())), before, entries);
  }

  /** The same by their nodes, of which there are some. */
  List<Entry> byNode(Wanted wanted, TimeRange range, Instant before, int entries) {
    return read(wanted(jdbc.sql(BY_NODE), wanted)
        .param("branches", integers(Objects.requireNonNull(wanted.nodes())))
        .param("start", Times.parameter(range.from())), before, entries);
  }

  private static JdbcClient.StatementSpec wanted(JdbcClient.StatementSpec sql, Wanted wanted) {
    return sql.param("nodes", wanted.nodes() == null ? null : integers(wanted.nodes()))
        .param("types", wanted.types() == null ? null : smallints(wanted.types()))
        .param("cores", wanted.cores() == null ? null : integers(wanted.cores()))
        .param("slot", wanted.slot())
        .param("hash", wanted.hash() == null ? null : wanted.hash().toByteArray());
  }

  private static List<Entry> behind(JdbcClient.StatementSpec sql, TimeRange range, EventKey behind,
      int entries) {
    return read(sql.param("start", Times.parameter(range.from()))
        .param("s", behind.session())
        .param("q", behind.seq()), behind.time(), entries);
  }

  Map<Long, SessionFacts> sessions(Collection<Long> numbers) {
    return jdbc.sql(SESSIONS)
        .param("ids", numbers.toArray(Long[]::new))
        .query((row, n) -> new SessionFacts(row.getLong(1), row.getObject(2, UUID.class), row.getInt(3),
            row.getInt(4)))
        .list()
        .stream()
        .collect(Collectors.toMap(SessionFacts::number, Function.identity()));
  }

  /** Facts of nodes by their numbers. */
  Map<Integer, NodeFacts> nodes(Collection<Integer> numbers) {
    return jdbc.sql(NODES)
        .param("ids", integers(numbers))
        .query((row, n) -> new NodeFacts(row.getInt(1), Bytes32.of(row.getBytes(2)), row.getString(3),
            row.getString(4)))
        .list()
        .stream()
        .collect(Collectors.toMap(NodeFacts::number, Function.identity()));
  }

  /** Numbers of the nodes that are known among some ids. */
  List<Integer> numbers(Collection<Bytes32> ids) {
    return jdbc.sql(NUMBERS)
        .param("peers", ids.stream().map(Bytes32::toByteArray).toArray(byte[][]::new))
        .query((row, n) -> row.getInt(1))
        .list();
  }

  private static List<Entry> read(JdbcClient.StatementSpec sql, Instant time, int entries) {
    return sql.param("t", Times.parameter(time)).param("entries", entries).query(ENTRY).list();
  }

  private static final RowMapper<Entry> ENTRY = EventSql::entry;

  private static Entry entry(ResultSet row, int number) throws SQLException {
    var key = new EventKey(row.getObject(2, OffsetDateTime.class).toInstant(), row.getLong(3),
        row.getLong(4));
    return new Entry(row.getInt(1), row.getLong(8), row.getBoolean(9),
        new EventPlace(key, row.getInt(5), row.getInt(6), row.getInt(7)));
  }

  /** The rows of some places, in the order of these; one that retention has taken since is left out. */
  List<EventRow> rows(List<EventPlace> places) {
    if (places.isEmpty()) {
      return List.of();
    }
    List<EventKey> keys = places.stream().map(EventPlace::key).toList();
    Map<EventKey, EventRow> rows = jdbc.sql(ROWS)
        .param("times", keys.stream().map(key -> key.time().toString()).toArray(String[]::new))
        .param("sessions", keys.stream().map(EventKey::session).toArray(Long[]::new))
        .param("seqs", keys.stream().map(EventKey::seq).toArray(Long[]::new))
        .param("first", Times.parameter(keys.getLast().time()))
        .param("last", Times.parameter(keys.getFirst().time()))
        .query(EventSql::row)
        .list()
        .stream()
        .collect(Collectors.toMap(EventRow::key, Function.identity()));
    return keys.stream().map(rows::get).filter(Objects::nonNull).toList();
  }

  private static EventRow row(ResultSet row, int number) throws SQLException {
    var key = new EventKey(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2),
        row.getLong(3));
    return new EventRow(key, row.getObject(4, Long.class),
        row.getObject(5, OffsetDateTime.class).toInstant(), row.getObject(6, Long.class),
        row.getObject(7, Long.class), row.getInt(8), row.getObject(9, Integer.class), row.getInt(10),
        row.getBoolean(11), row.getBytes(12), row.getBytes(13));
  }

  private static Integer[] integers(Collection<Integer> numbers) {
    return numbers.toArray(Integer[]::new);
  }

  private static Short[] smallints(Collection<Integer> types) {
    return types.stream().map(Integer::shortValue).toArray(Short[]::new);
  }
}
