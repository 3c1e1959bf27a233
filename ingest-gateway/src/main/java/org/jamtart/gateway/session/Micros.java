package org.jamtart.gateway.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Unix microseconds that never go back, whatever the clock does. Not thread-safe. */
final class Micros implements LongSupplier {

  private final InstantSource clock;
  private long last;

  Micros(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public long getAsLong() {
    last = Math.max(last, of(clock.instant()));
    return last;
  }

  static long of(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
