package org.jamtart.system.abuse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** So many things a second until the time is over. One thread at a time. */
final class Tempo {

  private final long end;
  private final long nanosEach;
  private long next = System.nanoTime();

  Tempo(double perSecond, long end) {
    this.end = end;
    this.nanosEach = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
  }

  /** Waits for its turn; false when the time is over. Who is late catches up with a second of it at the most. */
  boolean goesOn() {
    long now = System.nanoTime();
    next = Math.max(next + nanosEach, now - TimeUnit.SECONDS.toNanos(1));
    if (next - now > TimeUnit.MILLISECONDS.toNanos(1)) {
      LockSupport.parkNanos(next - now);
    }
    return System.nanoTime() - end < 0;
  }
}
