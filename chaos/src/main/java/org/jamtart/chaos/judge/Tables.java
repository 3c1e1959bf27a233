package org.jamtart.chaos.judge;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the tables hold, read by plain JDBC.
 *
 * @param jdbcUrl of the database, user and password included
 */
public record Tables(String jdbcUrl) {

  private static final String FRAMES = """
      select s.uuid, f.seq, f.bytes
      from (select session, seq, bytes from event
            union all
            select session, seq, bytes from quarantine where session is not null) f
      join session s on s.id = f.session
      where s.uuid = any(?)
      order by s.uuid, f.seq""";

  private static final String MISCOUNTED_SESSIONS = """
      select s.uuid || ': counted ' || coalesce(t.rows, 0) || ', rows ' || coalesce(r.rows, 0)
      from (select session, events - expired as rows from session_total where events > expired) t
      full join (select session, count(*) as rows from event group by session) r using (session)
      join session s on s.id = session
      where t.rows is distinct from r.rows limit 10""";

  private static final String MISCOUNTED_NODES = """
      select node || ' ' || what || ': counted ' || coalesce(t.events, 0) || ', sum of its sessions ' || coalesce(r.events, 0)
      from (select 'in all' as what, * from node_sum
            union all
            select 'by type', node, sum(events), sum(unknown), sum(expired), sum(malformed), sum(dropped)
            from node_total group by node) t
      full join (select what, s.node, sum(x.events) as events, sum(x.unknown) as unknown, sum(x.expired) as expired,
                        sum(x.malformed) as malformed, sum(x.dropped) as dropped
                 from session_total x join session s on s.id = x.session, (values ('in all'), ('by type')) each (what)
                 group by what, s.node) r using (what, node)
      where (t.events, t.unknown, t.expired, t.malformed, t.dropped)
        is distinct from (r.events, r.unknown, r.expired, r.malformed, r.dropped) limit 10""";

  private static final String MISCOUNTED_TYPES = """
      select node || ' type ' || type || ': counted ' || coalesce(t.rows, 0) || ', rows ' || coalesce(r.rows, 0)
      from (select node, type, events - expired as rows from node_total where events > expired) t
      full join (select node, type, count(*) as rows from event group by node, type) r using (node, type)
      where t.rows is distinct from r.rows limit 10""";

  private static final String DROPPED = """
      select s.uuid, sum(t.dropped) from session_total t join session s on s.id = t.session
      where s.uuid = any(?) group by s.uuid""";

  /**
   * How the tables compare with the log.
   *
   * @param stored frames of the log that are stored, with their bytes
   * @param twice rows of frames that have another row
   * @param lost frames of the log that are not stored as they are
   * @param wrong rows that are of no frame of the log or have other bytes, described; the first ten
   */
  public record Comparison(long stored, long twice, long lost, List<String> wrong) {}

  /** Sessions that the tables know. */
  public long sessions() throws SQLException {
    return number("select count(*) from session");
  }

  /** Records that were not TART's: set aside with their bytes or counted. */
  public long foreignRecords() throws SQLException {
    return number("select coalesce(sum(frames), 0) from quarantine_group where node = 0");
  }

  /** Frames beyond what the log still had when they were to be stored. */
  public long gaps() throws SQLException {
    return number("select coalesce(sum(to_offset - from_offset), 0) from log_gap");
  }

  private long number(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Compares every stored frame of the log's sessions with the log, byte for byte. */
  public Comparison compare(PlainLog log) throws SQLException {
    long stored = 0;
    long twice = 0;
    List<String> wrong = new ArrayList<>();
    try (var connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false); // else the driver takes all rows at once
      try (var statement = ofSessions(connection, FRAMES, log); var rows = statement.executeQuery()) {
        @Nullable
        Cursor cursor = null;
        while (rows.next()) {
          UUID id = rows.getObject(1, UUID.class);
          if (cursor == null || !cursor.id.equals(id)) {
            cursor = new Cursor(log.session(id));
          }
          switch (cursor.look(rows)) {
            case SAME -> stored++;
            case AGAIN -> twice++;
            case OTHER -> {
              if (wrong.size() < 10) {
                wrong.add("frame " + rows.getLong(2) + " of " + id + " is not as in the log");
              }
            }
          }
        }
      }
    }
    return new Comparison(stored, twice, log.frames() - stored, wrong);
  }

  /** Counters that differ from a recount of the rows, described; the first ten of each kind. */
  public List<String> miscounts(PlainLog log) throws SQLException {
    List<String> miscounts = new ArrayList<>();
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      for (String sql : List.of(MISCOUNTED_SESSIONS, MISCOUNTED_NODES, MISCOUNTED_TYPES)) {
        try (var rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            miscounts.add(rows.getString(1));
          }
        }
      }
      Map<UUID, BigDecimal> dropped = new HashMap<>();
      try (var query = ofSessions(connection, DROPPED, log); var rows = query.executeQuery()) {
        while (rows.next()) {
          dropped.put(rows.getObject(1, UUID.class), rows.getBigDecimal(2));
        }
      }
      log.sessions().forEach((id, session) -> {
        BigDecimal counted = dropped.getOrDefault(id, BigDecimal.ZERO);
        if (counted.toBigInteger().compareTo(session.dropped()) != 0) {
          miscounts.add(id + " dropped: counted " + counted + ", said " + session.dropped());
        }
      });
    }
    return miscounts;
  }

  private static PreparedStatement ofSessions(Connection connection, String sql, PlainLog log)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    statement.setFetchSize(5_000);
    statement.setArray(1, connection.createArrayOf("uuid", log.sessions().keySet().toArray()));
    return statement;
  }

  private enum Look {
    SAME, AGAIN, OTHER
  }

  /** Goes along one session's frames as its rows come. */
  private static final class Cursor {
    final UUID id;
    private final ByteBuffer stream;
    private long last = -1;

    Cursor(LoggedSession session) {
      this.id = session.id();
      this.stream = session.stream();
    }

    Look look(ResultSet row) throws SQLException {
      long seq = row.getLong(2);
      if (seq == last) {
        return Look.AGAIN;
      }
      for (long at = last + 1; at < seq && stream.hasRemaining(); at++) {
        int length = stream.getInt();
        stream.position(stream.position() + length);
      }
      last = seq;
      if (!stream.hasRemaining()) {
        return Look.OTHER;
      }
      int length = stream.getInt();
      ByteBuffer message = stream.slice(stream.position(), length);
      stream.position(stream.position() + length);
      return message.equals(ByteBuffer.wrap(row.getBytes(3))) ? Look.SAME : Look.OTHER;
    }
  }
}
