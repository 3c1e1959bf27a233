package org.jamtart.query.convergence;

import java.time.Instant;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.JamTime;
import org.jspecify.annotations.Nullable;

/** What requests name things by. */
final class Hashes {

  private static final int LAST_CORE = 65_535;

  private Hashes() {}

  /** A hash, with or without 0x; null when absent. */
  static @Nullable Bytes32 of(Query query, String name) {
    String text = query.text(name);
    try {
      return text == null ? null : Bytes32.ofHex(text);
    } catch (IllegalArgumentException e) {
      throw Problem.parameter(name, String.valueOf(text), "64 hex digits, with or without 0x").asException();
    }
  }

  /** The parameter {@code core}; null when absent. */
  static @Nullable Integer core(Query query) {
    String text = query.text("core");
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > LAST_CORE) {
      throw Problem.parameter("core", text, "a whole number from 0 to " + LAST_CORE).asException();
    }
    return Integer.valueOf(text);
  }

  /** When a slot begins. */
  static Instant start(long slot) {
    return Times.ofMicros(JamTime.startOfSlot(slot) + JamTime.EPOCH_UNIX_MICROS);
  }
}
