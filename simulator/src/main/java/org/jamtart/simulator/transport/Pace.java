package org.jamtart.simulator.transport;

import java.util.function.LongSupplier;

/** How fast story time passes. Safe for use by many threads. */
public final class Pace {
  /** The speed at which everything is said as soon as the socket takes it. */
  public static final double FLAT_OUT = 0;

  private final LongSupplier nanoTime;
  private final double speed;
  private final long begin;

  /**
   * Story time zero is now.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   * @param speed story seconds per second, or {@link #FLAT_OUT}
   */
  public Pace(LongSupplier nanoTime, double speed) {
    this.nanoTime = nanoTime;
    this.speed = speed;
    this.begin = nanoTime.getAsLong();
  }

  /** Nanoseconds since story time zero. */
  public long elapsed() {
    return nanoTime.getAsLong() - begin;
  }

  /** The story time of now, in microseconds: what lies before it is to be said. */
  public long storyTime() {
    return speed == FLAT_OUT ? Long.MAX_VALUE : (long) (elapsed() / 1_000.0 * speed);
  }

  /** When a story time has come at the latest, in nanoseconds since story time zero: flat out is at least the pace of life. */
  public long nanosUntil(long storyTime) {
    return (long) (storyTime * 1_000.0 / (speed == FLAT_OUT ? 1 : speed));
  }
}
