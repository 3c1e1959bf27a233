package org.jamtart.persister.context;

import org.jamtart.wire.Facts;
import org.jspecify.annotations.Nullable;

/** What an event says of itself, for the book. */
public interface Told {

  /** Number of its session. */
  long sessionNumber();

  /** Ordinal on its session. */
  long seq();

  /** Its ID as 64 bits; null when unknown. */
  @Nullable
  Long eventId();

  /** Its discriminator. */
  short type();

  /** Row time, Unix microseconds. */
  long timeMicros();

  /** Receipt, Unix microseconds. */
  long receivedMicros();

  /** What it is about. */
  Facts facts();

  /** A copy of the hash that it is about; null for none. */
  byte @Nullable [] hash();

  /** The services that it lists itself; empty for none. */
  int[] ownServices();
}
