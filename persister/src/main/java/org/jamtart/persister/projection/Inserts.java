package org.jamtart.persister.projection;

import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.store.EventColumns;

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
    for (int from = 0; from < columns.size(); from += ROWS) {
      var insert = database.createNativeMutationQuery(EventColumns.INSERT);
      List<Object> parameters = columns.parameters(from, Math.min(columns.size(), from + ROWS));
      for (int i = 0; i < parameters.size(); i++) {
        insert.setParameter(i + 1, parameters.get(i));
      }
      insert.executeUpdate();
    }
  }

  /** Inserts them, as each entity's statement says; rows of one key at most once. */
  public static void all(StatelessSession database, List<?> rows) {
    for (int from = 0; from < rows.size(); from += ROWS) {
      database.insertMultiple(rows.subList(from, Math.min(rows.size(), from + ROWS)));
    }
  }
}
