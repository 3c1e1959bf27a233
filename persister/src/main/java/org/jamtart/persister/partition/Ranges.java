package org.jamtart.persister.partition;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The partitions of one table, by their first time. Immutable. */
final class Ranges {

  static final Ranges NONE = new Ranges(List.of());

  /**
   * One partition.
   *
   * @param name     of its table
   * @param from     first time that it holds, Unix microseconds
   * @param to       first time behind it
   * @param detached whether a detach was begun and not finished
   */
  record Range(String name, long from, long to, boolean detached) {
    static final Range EMPTY = new Range("", 0, 0, false);

    boolean covers(long time) {
      return time >= from && time < to;
    }
  }

  private final TreeMap<Long, Range> byFrom = new TreeMap<>();

  Ranges(Collection<Range> ranges) {
    ranges.forEach(range -> byFrom.put(range.from(), range));
  }

  Collection<Range> all() {
    return byFrom.values();
  }

  /** The partition for a time; null if there is none that takes rows. */
  @Nullable
  Range find(long time) {
    var floor = byFrom.floorEntry(time);
    return floor != null && floor.getValue().covers(time) && !floor.getValue().detached()
        ? floor.getValue()
        : null;
  }

  boolean cover(long time) {
    return find(time) != null;
  }

  /** The first time from a time on that has no partition. */
  long coveredUntil(long time) {
    long until = time;
    for (Range range = find(until); range != null; range = find(until)) {
      until = range.to();
    }
    return until;
  }

  /** The range of the regular grid for a time, clipped to the neighbours: these may be of another size. */
  Range fit(String table, long time, long size) {
    // A time at the end of time overflows, which is the fault of the record that says it.
    long from = Math.multiplyExact(Math.floorDiv(time, size), size);
    long to = Math.addExact(from, size);
    var before = byFrom.floorEntry(time);
    if (before != null) {
      from = Math.max(from, before.getValue().to());
    }
    Long after = byFrom.higherKey(time);
    if (after != null) {
      to = Math.min(to, after);
    }
    return new Range(PartitionDdl.name(table, from), from, to, false);
  }
}
