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
 * the persister's committed offsets, and the tables' own where they can be asked, have reached these, and then until all that is
 * stored is added up and merged. What arrives later is not waited for. Thread-safe.
 */
public final class FlushBarrier {

  private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(1).toNanos();
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

    /** What is not in every row that tells of it, now. */
    Unfinished unfinished();

    /** Whether something of it is left. */
    boolean isLeft(Unfinished upTo);

    /** Asks that it be finished now rather than soon. */
    void hurry();
  }

  /**
   * What is stored and not in every row that tells of it: the newest of what is to be added up, and of what is to be merged.
   *
   * @param sums 0 for none
   * @param mark 0 for none
   */
  public record Unfinished(long sums, long mark) {
    boolean isNothing() {
      return sums == 0 && mark == 0;
    }
  }

  /**
   * @param found   every partition as it was when the call began
   * @param waiting partitions that had not been stored when the time was over; empty when all were
   * @param finished whether all rows say what is stored, those that are added up or merged included
   * @param took    how long the call took
   */
  public record Flushed(List<Partition> found, List<Waiting> waiting, boolean finished, Duration took) {
    public boolean complete() {
      return waiting.isEmpty() && finished;
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
    List<Partition> found = group.read();
    // Of an empty partition the group may never have committed anything.
    List<Partition> held = found.stream().filter(each -> each.end() > each.first()).toList();
    while (true) {
      List<Waiting> waiting = held.isEmpty() ? List.of() : behind(held);
      if (waiting.isEmpty()) {
        boolean finished = awaitFinished(deadline);
        return new Flushed(found, waiting, finished, Duration.ofNanos(System.nanoTime() - start));
      }
      long now = System.nanoTime();
      if (now >= deadline) {
        return new Flushed(found, waiting, false, Duration.ofNanos(now - start));
      }
      rest(start, deadline);
    }
  }

  /** A quarter of the time that it has taken so far: so it takes a quarter longer than it must, at the most. */
  private static void rest(long since, long deadline) throws InterruptedException {
    long now = System.nanoTime();
    TimeUnit.NANOSECONDS
        .sleep(
            Math.min(Math.clamp((now - since) / 4, SHORTEST_WAIT_NANOS, LONGEST_WAIT_NANOS), deadline - now));
  }

  /** Of what is stored, it is all there by now: it came with it. */
  private boolean awaitFinished(long deadline) throws InterruptedException {
    if (stored == null) {
      return true;
    }
    Unfinished newest = stored.unfinished();
    if (newest.isNothing()) {
      return true;
    }
    stored.hurry();
    long since = System.nanoTime();
    while (stored.isLeft(newest)) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      rest(since, deadline);
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
