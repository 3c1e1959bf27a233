package org.jamtart.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jamtart.log.GroupLag.Partition;
import org.jspecify.annotations.Nullable;

/**
 * Waits until everything that the log held at the call is stored: takes the end of every partition, then waits until
 * the persister's committed offsets, and the tables' own where they can be asked, have reached these, and then until the rows
 * of what many nodes tell of are merged. What arrives later is not waited for. Thread-safe.
 */
public final class FlushBarrier {

  private static final long FIRST_WAIT_NANOS = Duration.ofMillis(2).toNanos();
  private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(50).toNanos();

  private final GroupLag group;
  private final @Nullable Stored stored;

  /** By the group's committed offsets alone. */
  public FlushBarrier(GroupLag group) {
    this.group = group;
    this.stored = null;
  }

  /** By the committed offsets and by what the tables say of themselves: both must have reached the ends. */
  public FlushBarrier(GroupLag group, Stored stored) {
    this.group = group;
    this.stored = stored;
  }

  /** What the tables say of themselves. */
  public interface Stored {

    /** The first offset of each partition that they do not have, now; absent where they have nothing. */
    Map<Integer, Long> nextOffsets();

    /** The newest mark of a thing whose rows are to be merged from what is stored, now; 0 if there is none. */
    long newestMark();

    /** Whether such a mark is left, up to one that was the newest. */
    boolean isMarked(long upTo);
  }

  /**
   * @param waiting partitions that had not been stored when the time was over; empty when all were
   * @param merged  whether the rows that are merged from several partitions say what is stored
   * @param took    how long the call took
   */
  public record Flushed(List<Waiting> waiting, boolean merged, Duration took) {
    public boolean complete() {
      return waiting.isEmpty() && merged;
    }
  }

  /** A partition that is stored up to {@code committed} and was to be stored up to {@code end}. */
  public record Waiting(int partition, long committed, long end) {}

  /**
   * Waits for everything that is in the log now.
   *
   * @param timeout how long at the most
   * @throws TimeoutException when Kafka itself did not answer
   */
  public Flushed await(Duration timeout) throws InterruptedException, TimeoutException {
    long start = System.nanoTime();
    long deadline = start + timeout.toNanos();
    // Of an empty partition the group may never have committed anything.
    List<Partition> held = group.read().stream().filter(each -> each.end() > each.first()).toList();
    long wait = FIRST_WAIT_NANOS;
    while (true) {
      List<Waiting> waiting = held.isEmpty() ? List.of() : behind(held);
      if (waiting.isEmpty()) {
        boolean merged = awaitMerged(deadline);
        return new Flushed(waiting, merged, Duration.ofNanos(System.nanoTime() - start));
      }
      long now = System.nanoTime();
      if (now >= deadline) {
        return new Flushed(waiting, false, Duration.ofNanos(now - start));
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(wait, deadline - now));
      wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
    }
  }

  /** The marks of what is stored are there by now: they came with it. */
  private boolean awaitMerged(long deadline) throws InterruptedException {
    if (stored == null) {
      return true;
    }
    long newest = stored.newestMark();
    long wait = FIRST_WAIT_NANOS;
    while (newest > 0 && stored.isMarked(newest)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(wait, left));
      wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
    }
    return true;
  }

  /** The tables are asked first: they are ahead of what is committed, and answer sooner. */
  private List<Waiting> behind(List<Partition> held) throws InterruptedException, TimeoutException {
    if (stored != null) {
      List<Waiting> waiting = behind(held, stored.nextOffsets());
      if (!waiting.isEmpty()) {
        return waiting;
      }
    }
    Map<Integer, Long> committed = new HashMap<>();
    group.committed().forEach((partition, offset) -> committed.put(partition.partition(), offset));
    return behind(held, committed);
  }

  private static List<Waiting> behind(List<Partition> held, Map<Integer, Long> done) {
    return held.stream()
        .map(each -> new Waiting(each.partition(), done.getOrDefault(each.partition(), 0L), each.end()))
        .filter(waiting -> waiting.committed() < waiting.end())
        .toList();
  }
}
