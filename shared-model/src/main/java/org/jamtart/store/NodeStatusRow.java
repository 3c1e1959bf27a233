package org.jamtart.store;

import java.time.Instant;
import org.jamtart.store.RowInsert.Kind;
import org.jamtart.store.StatusReports.Figures;

/**
 * The status reports of one node in one minute.
 *
 * @param figures so many more
 */
public record NodeStatusRow(Instant bucket, int node, Figures figures) {

  /** How it is inserted. */
  public static final RowInsert<NodeStatusRow> INSERT = StatusReports.insert("node_status", "node, bucket",
      NodeStatusRow::figures, RowInsert.column("bucket", Kind.TIME, NodeStatusRow::bucket),
      RowInsert.column("node", Kind.INTEGER, NodeStatusRow::node));
}
