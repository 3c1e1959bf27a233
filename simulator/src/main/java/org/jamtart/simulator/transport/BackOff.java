package org.jamtart.simulator.transport;

import java.time.Duration;

/** How long a node waits before it connects again: twice as long after each failure, up to fifty times the first. */
final class BackOff {
  private static final int MOST = 50;

  private final long first;
  private long pause;

  BackOff(Duration first) {
    this.first = first.toNanos();
    this.pause = this.first;
  }

  /** Nanoseconds until the next attempt. */
  long next() {
    long now = pause;
    pause = Math.min(2 * pause, MOST * first);
    return now;
  }

  /** A connection was good for something: the next pause is short again. */
  void reset() {
    pause = first;
  }
}
