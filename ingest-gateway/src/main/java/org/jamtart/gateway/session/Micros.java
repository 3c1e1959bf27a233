package org.jamtart.gateway.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Unix microseconds that do not go back when the clock does a little. A clock that ran far ahead and is set right is
 * followed: its times would be wrong for as long as it had been ahead. Not thread-safe.
 */
final class Micros implements LongSupplier {

  /** How far it stays ahead of a clock that goes back. */
  private static final long MOST_AHEAD = 60_000_000;

  private final InstantSource clock;
  private long last;

  Micros(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public long getAsLong() {
    long now = of(clock.instant());
    last = last - now > MOST_AHEAD ? now : Math.max(last, now);
    return last;
  }

  static long of(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
