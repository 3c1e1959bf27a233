package org.jamtart.persister.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.store.EventColumns;
import org.jamtart.store.HistogramColumns;
import org.jamtart.store.OpeningPacks;
import org.jamtart.store.RowInsert;
import org.jamtart.store.SumColumns;

/** Inserts many rows of one table. */
public final class Inserts {

  /** Rows in one statement: the driver rewrites powers of two whole. */
  private static final int ROWS = 4_096;

  private Inserts() {}

  /**
   * Inserts event rows by the column: two thirds of the CPU time that a parameter for each value of a row takes
   * (docs/decisions/event-rows.md).
   */
  static void events(StatelessSession database, EventColumns columns) {
    insert(database, EventColumns.INSERT, columns.size(), columns::parameters);
  }

  /** Inserts packs of openings in the same way. */
  static void openings(StatelessSession database, OpeningPacks packs) {
    insert(database, OpeningPacks.INSERT, packs.size(), packs::parameters);
  }

  /** Adds histograms to those of a table, whose owners are in a column; rows of one key at most once. */
  public static void histograms(StatelessSession database, String table, String owner,
      HistogramColumns columns) {
    insert(database, HistogramColumns.insert(table, owner), columns.size(), columns::parameters);
  }

  /**
   * What collectors have gathered, at once and all of it: for rewriting, which holds the tables to what it has read. Tables that add up
   * come last, in one order for all.
   */
  public static void written(StatelessSession database, List<Collector> collectors) {
    collectors.forEach(Collector::prepare);
    collectors.forEach(collector -> collector.write(database));
    sums(database, collectors.stream().flatMap(collector -> collector.sums().stream()).toList());
  }

  /** Adds rows to those of tables that add up, as below. */
  public static void sums(StatelessSession database, List<SumColumns> tables) {
    database.doWork(connection -> sums(connection, tables));
  }

  /**
   * Adds rows to those of tables that add up, of one key at most once: always in one order, so that nobody waits for somebody who waits
   * for him. The buckets that readers keep have other versions then.
   */
  public static void sums(Connection connection, List<SumColumns> tables) throws SQLException {
    for (SumColumns rows : tables.stream().sorted(Comparator.comparing(SumColumns::table)).toList()) {
      if (rows.size() > 0) {
        add(connection, rows);
      }
    }
    BucketVersions.write(connection, tables);
  }

  private static void add(Connection connection, SumColumns rows) throws SQLException {
    insert(connection, rows.table().insert(), rows.size(), rows::parameters);
  }

  private static void insert(Connection connection, String sql, int size, Parameters rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int from = 0; from < size; from += ROWS) {
        List<Object> parameters = rows.of(from, Math.min(size, from + ROWS));
        for (int i = 0; i < parameters.size(); i++) {
          statement.setObject(i + 1, parameters.get(i));
        }
        statement.executeUpdate();
      }
    }
  }

  /** The parameters for the rows [from, to). */
  private interface Parameters {
    List<Object> of(int from, int to);
  }

  private static void insert(StatelessSession database, String sql, int size, Parameters rows) {
    for (int from = 0; from < size; from += ROWS) {
      var insert = database.createNativeMutationQuery(sql);
      List<Object> parameters = rows.of(from, Math.min(size, from + ROWS));
      for (int i = 0; i < parameters.size(); i++) {
        insert.setParameter(i + 1, parameters.get(i));
      }
      insert.executeUpdate();
    }
  }

  /** Inserts rows by the column; of one key at most once. */
  public static <R> void rows(StatelessSession database, RowInsert<R> insert, List<R> rows) {
    if (!rows.isEmpty()) {
      database.doWork(connection -> insert(connection, insert.sql(), rows.size(),
          (from, to) -> insert.parameters(rows.subList(from, to))));
    }
  }

  /** Inserts them, as each entity's statement says; rows of one key at most once. */
  public static void all(StatelessSession database, List<?> rows) {
    for (int from = 0; from < rows.size(); from += ROWS) {
      database.insertMultiple(rows.subList(from, Math.min(rows.size(), from + ROWS)));
    }
  }
}
