package org.jamtart.persister.projection;

import java.util.List;
import org.hibernate.StatelessSession;

/** Inserts many rows of one entity. */
public final class Inserts {

  /** Rows in one statement: the driver rewrites powers of two whole. */
  private static final int ROWS = 4_096;

  private Inserts() {}

  /** Inserts them, as each entity's statement says; rows of one key at most once. */
  public static void all(StatelessSession database, List<?> rows) {
    for (int from = 0; from < rows.size(); from += ROWS) {
      database.insertMultiple(rows.subList(from, Math.min(rows.size(), from + ROWS)));
    }
  }
}
