package org.jamtart.store;

import java.time.Instant;
import org.jamtart.store.RowInsert.Kind;
import org.jamtart.store.StatusReports.Figures;

/**
 * The status reports of all nodes of one partition of the log in one minute or hour.
 *
 * @param figures so many more
 */
public record NetworkStatusRow(Instant bucket, int partition, short tier, Figures figures) {

  /** How it is inserted. */
  public static final RowInsert<NetworkStatusRow> INSERT = StatusReports.insert("network_status",
      "tier, bucket, partition", NetworkStatusRow::figures,
      RowInsert.column("bucket", Kind.TIME, NetworkStatusRow::bucket),
      RowInsert.column("partition", Kind.INTEGER, NetworkStatusRow::partition),
      RowInsert.column("tier", Kind.SMALLINT, NetworkStatusRow::tier));
}
