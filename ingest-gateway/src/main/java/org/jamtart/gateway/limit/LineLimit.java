package org.jamtart.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many log lines of each kind in a while, lest a flood of bad connections fill the disk. Thread-safe.
 */
public final class LineLimit {

  /** Lines of one kind in one {@link #WHILE_SECONDS}. */
  public static final int LINES = 20;

  /** Seconds after which lines of a kind are written again. */
  public static final int WHILE_SECONDS = 10;

  private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(WHILE_SECONDS);

  private record Kind(long since, int lines, int left) {}

  private final LongSupplier nanos;
  private final ConcurrentHashMap<Object, Kind> kinds = new ConcurrentHashMap<>();

  /**
   * @param nanos a clock that only goes forward
   */
  public LineLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether to write a line of this kind now: -1 for no, otherwise how many were left out since the last one that was
   * written.
   */
  public int leftOut(Object kind) {
    long now = nanos.getAsLong();
    var answer = new int[]{-1};
    kinds.compute(kind, (k, before) -> {
      if (before == null || now - before.since >= WHILE_NANOS) {
        answer[0] = before == null ? 0 : before.left;
        return new Kind(now, 1, 0);
      }
      if (before.lines < LINES) {
        answer[0] = before.left;
        return new Kind(before.since, before.lines + 1, 0);
      }
      return new Kind(before.since, before.lines, before.left + 1);
    });
    return answer[0];
  }
}
