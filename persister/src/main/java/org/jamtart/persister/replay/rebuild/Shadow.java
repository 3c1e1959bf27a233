package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jamtart.persister.batch.TransientStoreException;
import org.jamtart.persister.projection.BucketVersions;
import org.jamtart.persister.replay.rebuild.Watch.Work;

/**
 * A schema of its own in which a rebuild makes its rows, in tables of the same names as the live ones, with the sessions as it
 * has come to know them and how far it is. Who has it first on the search path writes into it what would go to the live
 * tables. Nothing of it is logged: after a crash of the database it is empty, and the rebuild begins anew.
 */
final class Shadow {

  private static final String PREFIX = "tart_replay_";

  /** Things to be merged again: not before their parts have been exchanged. */
  private static final String MARKS = "merge_mark";

  private static final String LEFT_OVER = """
      select nspname from pg_namespace where nspname like 'tart\\_replay\\_%' and not exists (
        select from replays where 'tart_replay_' || replace(id::text, '-', '') = nspname
          and (state in ('pending', 'running') or finished_at > now() - interval '1 day'))""";

  private final DataSource dataSource;
  private final String name;
  private final String live;
  private final Set<String> tables;
  private final String topicId;

  /**
   * @param tables  that are built again
   * @param topicId of the log: offsets of another one say nothing
   */
  Shadow(DataSource dataSource, UUID replay, Set<String> tables, String topicId) throws SQLException {
    this.dataSource = dataSource;
    this.topicId = topicId;
    this.name = PREFIX + replay.toString().replace("-", "");
    this.tables = new TreeSet<>(tables);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select quote_ident(current_schema())")) {
      row.next();
      this.live = row.getString(1);
    }
  }

  /** Name of a table of its own. */
  String own(String table) {
    return name + "." + table;
  }

  /** Name of a live table. */
  String live(String table) {
    return live + "." + table;
  }

  /** Schema of the live tables. */
  String liveSchema() {
    return live;
  }

  /** From here to the end of the transaction its tables hide the live ones. */
  void enter(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local search_path to " + name + ", " + live);
    }
  }

  /** Something that is done to the live tables. */
  interface LiveWork {
    void on(Connection connection) throws SQLException;
  }

  /** Does something outside of it, within a transaction that has entered it. */
  void outside(Connection connection, LiveWork work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local search_path to " + live);
    }
    work.on(connection);
    enter(connection);
  }

  /** How far the rebuild is: the next offset by partition; empty when it has to begin. */
  Map<Integer, Long> progress() throws SQLException {
    Map<Integer, Long> next = new TreeMap<>();
    try (Connection connection = dataSource.getConnection()) {
      if (!isWhole(connection)) {
        return next;
      }
      try (PreparedStatement statement = connection
          .prepareStatement(
              "select partition, next_offset from " + own("progress") + " where topic_id = ?")) {
        statement.setString(1, topicId);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            next.put(row.getInt(1), row.getLong(2));
          }
        }
      }
    }
    return next;
  }

  /** Whether it has every table: what it lacks would be written into the live one. */
  private boolean isWhole(Connection connection) throws SQLException {
    Set<String> wanted = new TreeSet<>(tables);
    wanted.addAll(Set.of("session", MARKS, BucketVersions.TABLE, "owner", "progress"));
    try (PreparedStatement statement = connection
        .prepareStatement("select tablename from pg_tables where schemaname = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          wanted.remove(row.getString(1));
        }
      }
    }
    return wanted.isEmpty();
  }

  /**
   * Begins anew, if the replay is still the watch's: else it would take from under somebody what he has built meanwhile.
   */
  void create(Map<Integer, Long> starts, Watch watch) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        watch.did(connection, Work.NONE);
        statement.execute("drop schema if exists " + name + " cascade");
        statement.execute("create schema " + name);
        Set<String> like = new TreeSet<>(tables);
        like.addAll(Set.of("session", MARKS, BucketVersions.TABLE));
        for (String table : like) {
          statement.execute("create unlogged table " + own(table) + " (like " + live(table)
              + " including defaults including identity including indexes)");
        }
        statement.execute("create unlogged table " + own("owner")
            + " (node integer primary key, partition integer not null, covered boolean not null)");
        statement.execute("create unlogged table " + own("progress")
            + " (partition integer primary key, next_offset bigint not null, topic_id text not null)");
        begin(connection, starts);
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private void begin(Connection connection, Map<Integer, Long> starts) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("insert into " + own("progress") + " values (?, ?, ?)")) {
      for (var start : starts.entrySet()) {
        insert.setInt(1, start.getKey());
        insert.setLong(2, start.getValue());
        insert.setString(3, topicId);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * The records before these offsets are in it.
   *
   * @throws TransientStoreException when it has been emptied by a crash of the database, or made anew by somebody else:
   *                                 what it has then is no more than a part
   */
  void moved(Connection connection, Map<Integer, Long> next) throws SQLException {
    try (PreparedStatement statement = connection
        .prepareStatement("update " + own("progress") + " set next_offset = ? where partition = ?")) {
      for (var each : new TreeMap<>(next).entrySet()) {
        statement.setLong(1, each.getValue());
        statement.setInt(2, each.getKey());
        statement.addBatch();
      }
      for (int rows : statement.executeBatch()) {
        if (rows != 1) {
          throw new TransientStoreException(
              new IllegalStateException("the schema " + name + " does not have what was built any more"));
        }
      }
    }
  }

  /** All parts that a partition of the log tells of have been exchanged: what is made of them is to be merged again. */
  void mark(Connection connection, int partition) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "insert into %s (kind, partitions, keys) select distinct kind, partitions, keys from %s where ? = any(partitions)"
            .formatted(live(MARKS), own(MARKS)))) {
      statement.setInt(1, partition);
      statement.executeUpdate();
    }
  }

  void drop() throws SQLException {
    drop(dataSource, name);
  }

  /** Drops those of replays that are over since a day. */
  static void dropLeftOver(DataSource dataSource) throws SQLException {
    Set<String> found = new TreeSet<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LEFT_OVER)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    for (String name : found) {
      drop(dataSource, name);
    }
  }

  private static void drop(DataSource dataSource, String name) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + name + " cascade");
    }
  }
}
