package org.jamtart.store;

import java.time.Instant;
import java.util.List;
import org.jamtart.store.RowInsert.Kind;

/** How long a node's events took by its own clock until they were received; the extremes of ten minutes. */
public final class NodeClockRow {

  /** How it is inserted. */
  public static final RowInsert<NodeClockRow> INSERT = RowInsert.into("node_clock", List.of(
      RowInsert.column("bucket", Kind.TIME, row -> row.bucket),
      RowInsert.column("node", Kind.INTEGER, row -> row.node),
      RowInsert.column("delay_min", Kind.BIGINT, row -> row.delayMin),
      RowInsert.column("delay_max", Kind.BIGINT, row -> row.delayMax),
      RowInsert.column("implausible", Kind.BOOLEAN, row -> row.implausible)),
      """
          on conflict (bucket, node) do update set delay_max = greatest(t.delay_max, excluded.delay_max),
            delay_min = least(t.delay_min, excluded.delay_min), implausible = t.implausible or excluded.implausible
          where excluded.delay_max > t.delay_max or excluded.delay_min < t.delay_min or excluded.implausible and not t.implausible""");

  private final Instant bucket;
  private final int node;
  private final long delayMax;
  private final long delayMin;
  private final boolean implausible;

  /**
   * Ten minutes of a node.
   *
   * @param bucket   when they begin
   * @param delayMin microseconds, negative where the node's clock is ahead by more than the way takes
   * @param delayMax the same of the longest
   */
  public NodeClockRow(Instant bucket, int node, long delayMin, long delayMax, boolean implausible) {
    this.bucket = bucket;
    this.node = node;
    this.delayMin = delayMin;
    this.delayMax = delayMax;
    this.implausible = implausible;
  }
}
