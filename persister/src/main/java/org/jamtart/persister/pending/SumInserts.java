package org.jamtart.persister.pending;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jamtart.store.SumColumns;

/** Adds rows to those of their table. */
final class SumInserts {

  private static final int ROWS = 4_096;

  private SumInserts() {}

  /** Inside the caller's transaction; rows of one key at most once. */
  static void insert(Connection connection, SumColumns rows) throws SQLException {
    if (rows.size() == 0) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(rows.table().insert())) {
      for (int from = 0; from < rows.size(); from += ROWS) {
        List<Object> parameters = rows.parameters(from, Math.min(rows.size(), from + ROWS));
        for (int i = 0; i < parameters.size(); i++) {
          statement.setObject(i + 1, parameters.get(i));
        }
        statement.executeUpdate();
      }
    }
  }
}
