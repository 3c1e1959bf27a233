package org.jamtart.gateway.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast one node may talk, over all its connections. It may be ahead by a second's worth; then whoever reads waits.
 * Thread-safe, does not allocate.
 */
public final class Pace {

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long AHEAD_NANOS = SECOND_NANOS;

  private final long unitsPerSecond;
  private final AtomicLong paidUntil = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param unitsPerSecond events or bytes; 0 for no limit
   */
  public Pace(long unitsPerSecond) {
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * Books what was read.
   *
   * @param units events or bytes, fewer than 9e9
   * @param now   nanoseconds of a clock that only goes forward and never was near {@link Long#MIN_VALUE}
   * @return nanoseconds to wait before the next read; 0 for none
   */
  public long spend(long units, long now) {
    if (unitsPerSecond == 0 || units == 0) {
      return 0;
    }
    while (true) {
      long before = paidUntil.get();
      long from = before == Long.MIN_VALUE || before - now < 0 ? now : before;
      long after = from + units * SECOND_NANOS / unitsPerSecond;
      if (paidUntil.compareAndSet(before, after)) {
        return Math.max(0, after - now - AHEAD_NANOS);
      }
    }
  }
}
