package org.jamtart.gateway.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast one node may talk, over all its connections. It may be ahead by a second's worth; then whoever reads waits.
 * Thread-safe, does not allocate.
 */
public final class Pace {

  private static final long AHEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long nanosPerEvent;
  private final AtomicLong paidUntil = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param eventsPerSecond 0 for no limit
   */
  public Pace(int eventsPerSecond) {
    this.nanosPerEvent = eventsPerSecond == 0
        ? 0
        : Math.max(1, TimeUnit.SECONDS.toNanos(1) / eventsPerSecond);
  }

  /**
   * Books events that were read.
   *
   * @param now nanoseconds of a clock that only goes forward and never was near {@link Long#MIN_VALUE}
   * @return nanoseconds to wait before the next read; 0 for none
   */
  public long spend(int events, long now) {
    if (nanosPerEvent == 0 || events == 0) {
      return 0;
    }
    while (true) {
      long before = paidUntil.get();
      long from = before == Long.MIN_VALUE || before - now < 0 ? now : before;
      long after = from + events * nanosPerEvent;
      if (paidUntil.compareAndSet(before, after)) {
        return Math.max(0, after - now - AHEAD_NANOS);
      }
    }
  }
}
