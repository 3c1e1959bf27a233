package org.jamtart.persister.context;

import org.jamtart.wire.Bytes32;
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

  /** The peer whom it names, if later events tell of that peer by referring to it (24, 60, 63, 64); null for none. */
  @Nullable
  Bytes32 peer();

  /** The services that it lists itself; empty for none. */
  int[] ownServices();
}
