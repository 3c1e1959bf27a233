package org.jamtart.persister.partition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jamtart.persister.partition.Ranges.Range;
import org.jamtart.persister.time.Times;

/**
 * The statements that make and drop partitions. Names of tables come from our own code alone. Each statement waits for
 * locks only briefly: what does not succeed is tried again later. Thread-safe.
 */
final class PartitionDdl {

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LITERAL = DateTimeFormatter
      .ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final Pattern SIGN = Pattern.compile("^\\+");

  private static final String READ = """
      select c.relname, (extract(epoch from (regexp_match(b.e, 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz)
          * 1000000)::bigint,
        (extract(epoch from (regexp_match(b.e, 'TO \\(''([^'']+)''\\)'))[1]::timestamptz) * 1000000)::bigint,
        i.inhdetachpending
      from pg_inherits i join pg_class c on c.oid = i.inhrelid, lateral pg_get_expr(c.relpartbound, c.oid) b(e)
      where i.inhparent = ?::regclass""";

  /** Detached and not dropped: no name of ours is anything else, since a table is made and attached at once. */
  private static final String ORPHANS = """
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relkind = 'r' and c.relname ~ ('^' || ? || '_[0-9]{8,}_[0-9]{6}$')
        and not exists (select from pg_inherits i where i.inhrelid = c.oid)""";

  private final DataSource dataSource;

  PartitionDdl(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static String name(String table, long from) {
    return table + "_" + SIGN.matcher(NAME.format(Times.instant(from))).replaceFirst("");
  }

  private static String literal(long micros) {
    return "'" + SIGN.matcher(LITERAL.format(Times.instant(micros))).replaceFirst("") + "'";
  }

  Ranges read(String table) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return read(connection, table);
    }
  }

  private static Ranges read(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setString(1, table);
      List<Range> ranges = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ranges.add(new Range(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getBoolean(4)));
        }
      }
      return new Ranges(ranges);
    }
  }

  /**
   * Makes the partition for a time, unless somebody else just did.
   *
   * <p>The new table is empty, so attaching it scans nothing; it takes SHARE UPDATE EXCLUSIVE on the parent, which
   * writers and readers do not notice.
   *
   * @return the partitions that there are then
   */
  Ranges make(String table, long time, long size) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local lock_timeout = '5s'");
        statement
            .execute("select pg_advisory_xact_lock(hashtext('tart.partitions'), hashtext('" + table + "'))");
        Ranges ranges = read(connection, table);
        if (!ranges.cover(time)) {
          Range range = ranges.fit(table, time, size);
          if (!range.covers(time)) {
            throw new SQLException("the partition of " + Times.instant(time) + " is being detached", "55P03");
          }
          statement.execute("drop table if exists " + range.name());
          statement.execute("create table " + range.name() + " (like " + table + " including all)");
          statement
              .execute("alter table " + table + " attach partition " + range.name() + " for values from ("
                  + literal(range.from()) + ") to (" + literal(range.to()) + ")");
          ranges = read(connection, table);
        }
        connection.commit();
        return ranges;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Work of whoever holds the lock. */
  interface Work {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Does something if no other persister is doing it.
   *
   * @return whether it was done here
   */
  boolean alone(Work work) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement
          .executeQuery("select pg_try_advisory_lock(hashtext('tart.partitions'), hashtext('retention'))")) {
        row.next();
        if (!row.getBoolean(1)) {
          return false;
        }
      }
      try {
        statement.execute("set lock_timeout = '5s'");
        work.run(connection);
        return true;
      } finally {
        statement.execute("reset lock_timeout");
        statement.execute("select pg_advisory_unlock(hashtext('tart.partitions'), hashtext('retention'))");
      }
    }
  }

  /** Takes a partition off its table without stopping readers and writers, and drops it. */
  void drop(Connection connection, String table, Range range) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("alter table " + table + " detach partition " + range.name()
          + (range.detached() ? " finalize" : " concurrently"));
      statement.execute("drop table " + range.name());
    }
  }

  /** Drops what an earlier, interrupted drop left; returns how many. */
  int dropOrphans(Connection connection, String table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ORPHANS)) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String name : names) {
        statement.execute("drop table if exists " + name);
      }
    }
    return names.size();
  }
}
