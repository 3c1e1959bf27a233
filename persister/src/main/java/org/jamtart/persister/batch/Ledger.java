package org.jamtart.persister.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jamtart.persister.position.LogPositions.Advance;
import org.jspecify.annotations.Nullable;

/** The next offset of each partition of one consumer, as its rows were last seen or moved by it. One thread. */
public final class Ledger {

  private final Map<Integer, Long> next = new HashMap<>();

  /** The next offset of a partition; empty if it is not known. */
  public OptionalLong next(int partition) {
    Long offset = next.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The partitions whose rows are known. */
  public Set<Integer> partitions() {
    return Set.copyOf(next.keySet());
  }

  /** The partitions whose rows are not, or not where they are known to be, among rows that were just read. */
  public Set<Integer> movedFrom(Map<Integer, Long> rows) {
    Set<Integer> moved = new TreeSet<>(next.keySet());
    moved.removeIf(partition -> Objects.equals(next.get(partition), rows.get(partition)));
    return moved;
  }

  /** The row of a partition is there. */
  public void set(int partition, long offset) {
    next.put(partition, offset);
  }

  /** The partition is not ours, or its row is not known any more. */
  public void forget(int partition) {
    next.remove(partition);
  }

  /** The steps that storing some records takes, in the order of the partitions. */
  List<Advance> steps(List<Entry> entries) {
    Map<Integer, Advance> steps = new TreeMap<>();
    for (Entry entry : entries) {
      int partition = entry.raw().partition();
      Advance before = steps.get(partition);
      @Nullable
      Long until = before == null ? null : before.storedUntil();
      if (entry instanceof Entry.Readable) {
        until = Math.max(until == null ? 0 : until, entry.raw().timestamp());
      }
      long from = before == null ? next(partition).orElseThrow() : before.from();
      steps.put(partition, new Advance(partition, from, entry.raw().offset() + 1, until,
          entry.raw().leaderEpoch().orElse(null)));
    }
    return new ArrayList<>(steps.values());
  }

  void committed(List<Advance> steps) {
    steps.forEach(step -> next.put(step.partition(), step.to()));
  }
}
