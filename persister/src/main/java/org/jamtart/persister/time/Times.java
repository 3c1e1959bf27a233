package org.jamtart.persister.time;

import java.time.Instant;

/** Unix microseconds and instants. */
public final class Times {

  /** One second. */
  public static final long SECOND = 1_000_000;

  private Times() {}

  /** The instant of Unix microseconds. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000);
  }

  /** Unix microseconds of an instant, cut to whole ones. */
  public static long micros(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano() / 1000);
  }
}
