package org.jamtart.persister.partition;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jamtart.persister.time.Times;

/**
 * A table that is partitioned by time, and what is known of its partitions. Thread-safe.
 */
public final class PartitionedTable {

  private final PartitionDdl ddl;
  private final String name;
  private final long sizeMicros;
  private volatile Ranges ranges = Ranges.NONE;

  PartitionedTable(PartitionDdl ddl, String name, Duration size) {
    this.ddl = ddl;
    this.name = name;
    this.sizeMicros = size.toMillis() * 1000;
  }

  /** Name of the table. */
  public String name() {
    return name;
  }

  /** The partitions as last read. */
  Ranges ranges() {
    return ranges;
  }

  /** The partitions are not what they were: they are read again before they are needed. */
  public void forget() {
    ranges = Ranges.NONE;
  }

  void refresh() throws SQLException {
    ranges = ddl.read(name);
  }

  /** Makes the partitions of now and of the next two. */
  void makeAhead(Instant now) throws SQLException {
    long micros = Times.micros(now);
    make(List.of(micros, micros + sizeMicros, micros + 2 * sizeMicros));
  }

  /** Whether less than one partition is left from a time on: two more are made ahead of it. */
  boolean runsOut(Instant now) {
    return ahead(now).compareTo(Duration.ofMillis(sizeMicros / 1000)) < 0;
  }

  /** How long rows will find a partition, from a time on; zero if it has none itself. */
  Duration ahead(Instant now) {
    long micros = Times.micros(now);
    return Duration.ofMillis((ranges.coveredUntil(micros) - micros) / 1000);
  }

  private void make(Collection<Long> times) throws SQLException {
    for (long time : times) {
      if (!ranges.cover(time)) {
        ranges = ddl.make(name, time, sizeMicros);
      }
    }
  }

  /** The partitions that one transaction needs. */
  public Need need() {
    return new Need();
  }

  /** Times for which there must be partitions before rows are written. One thread. */
  public final class Need {
    private final TreeMap<Long, Long> missing = new TreeMap<>();
    private Ranges.Range last = Ranges.Range.EMPTY;

    private Need() {}

    /** A row of this time is going to be written, Unix microseconds. */
    public void add(long micros) {
      if (last.covers(micros)) {
        return;
      }
      Ranges.Range found = ranges.find(micros);
      if (found != null) {
        last = found;
      } else {
        missing.putIfAbsent(Math.floorDiv(micros, sizeMicros), micros);
      }
    }

    /**
     * Makes what is missing, on a connection of its own: what it locks does not stop rows from being written.
     *
     * @throws PartitionException when that was not possible
     */
    public void make() {
      try {
        PartitionedTable.this.make(missing.values());
      } catch (SQLException e) {
        throw new PartitionException(
            "no partition of " + name + " for " + Times.instant(missing.firstEntry().getValue()), e);
      }
    }
  }
}
