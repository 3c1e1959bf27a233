package org.jamtart.persister.projection;

import java.time.Duration;
import java.util.List;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows add up, or one part of it, as a replay must know it to build its rows again: beside the live ones, by the
 * projection's own statements, which therefore name their tables without a schema. In this one place a projection says
 * all that the rebuild needs.
 *
 * @param table   name
 * @param writer  the column that tells by which partition of the log a row is written
 * @param buckets how its rows lie in time; null for rows that are of all time, which are built again only for nodes of
 *                which the log still has everything
 * @param kept    columns that say something of the writing and not of the frames, such as when it happened: they stay as
 *                they are
 */
public record AddedTable(String table, Writer writer, @Nullable Buckets buckets, List<String> kept) {

  /** Who writes a row. */
  public enum Writer {
    /** The owner of the partition of the log that the column {@code partition} names. */
    PARTITION,
    /** The owner of the partition in which the node of the column {@code node} is. */
    NODE,
    /** The same of the session of the column {@code session}. Only of tables without buckets. */
    SESSION
  }

  /**
   * Rows of buckets of one length.
   *
   * @param column     time at which the bucket begins, or of the row
   * @param length     of a bucket; divides a day
   * @param retention  how long a bucket is kept
   * @param tier       which rows of the table have this length, by its column {@code tier}; null for all
   * @param partitions the partitions in which they are; null for a table without
   */
  public record Buckets(String column, Duration length, Duration retention, @Nullable Tier tier,
      @Nullable PartitionedTable partitions) {

    /** First moment of the bucket that has a moment, both Unix microseconds. */
    public long floor(long micros) {
      long size = length.toMillis() * 1000;
      return Math.floorDiv(micros, size) * size;
    }

    /** First moment of the first bucket that lies behind a moment, or begins with it. */
    public long ceiling(long micros) {
      return -floor(-micros);
    }
  }

  public AddedTable {
    kept = List.copyOf(kept);
    if (writer == Writer.SESSION && buckets != null) {
      throw new IllegalArgumentException(table + ": rows of sessions are of all time");
    }
  }

  /** A table, or part of it, whose rows are of buckets. */
  public static AddedTable of(String table, Writer writer, Buckets buckets) {
    return new AddedTable(table, writer, buckets, List.of());
  }

  /** A table whose rows are of all time. */
  public static AddedTable ofAllTime(String table, Writer writer, String... kept) {
    return new AddedTable(table, writer, null, List.of(kept));
  }
}
