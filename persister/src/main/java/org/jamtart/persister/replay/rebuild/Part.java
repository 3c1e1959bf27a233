package org.jamtart.persister.replay.rebuild;

import org.jamtart.persister.projection.AddedTable;

/**
 * What is built again of a table: rows of buckets within [first, last), Unix microseconds, or of nodes of which the log has
 * everything.
 */
record Part(AddedTable table, long first, long last) {

  boolean isOfAllTime() {
    return table.buckets() == null;
  }

  boolean isEmpty() {
    return !isOfAllTime() && first >= last;
  }
}
