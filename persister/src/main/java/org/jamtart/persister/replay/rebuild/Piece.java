package org.jamtart.persister.replay.rebuild;

import java.util.List;

/** Rows of one partition of the log that are exchanged in one transaction, each with all of its bucket or node. */
record Piece(int partition, List<Cut> cuts) {

  /**
   * Rows of one table.
   *
   * @param where     which, of a table {@code t}, in SQL
   * @param arguments its parameters
   */
  record Cut(Part part, String where, List<Object> arguments) {

    String table() {
      return part.table().table();
    }
  }
}
