package org.jamtart.gateway.session;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, the rest random; so they sort by time. Thread-safe. */
public final class UuidV7 {

  private static final long VERSION = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final RandomGenerator random;

  public UuidV7(InstantSource clock) {
    this(clock, new SecureRandom());
  }

  /** With a source of random numbers that several threads may use. */
  UuidV7(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new one. */
  public UUID next() {
    long most = clock.millis() << 16 | VERSION | (random.nextInt() & 0x0fff);
    long least = VARIANT | (random.nextLong() & 0x3fff_ffff_ffff_ffffL);
    return new UUID(most, least);
  }
}
