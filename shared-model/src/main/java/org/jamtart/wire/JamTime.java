package org.jamtart.wire;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock of JIP-3: microseconds since the JAM Common Era began, on 1 January 2025 at noon UTC, in 64
 * unsigned bits. A node may send any number; what is done with impossible ones is part of the contract, so
 * that it is the same on every replay.
 */
public final class JamTime {
  /** When the JAM Common Era began. */
  public static final Instant EPOCH = Instant.parse("2025-01-01T12:00:00Z");

  /** When the JAM Common Era began, in microseconds of Unix time. */
  public static final long EPOCH_UNIX_MICROS = 1_735_732_800_000_000L;

  /** How long a slot takes, in microseconds. */
  public static final long SLOT_MICROS = 6_000_000;

  /**
   * How far behind its receipt an event's time is still believed: nodes keep events while they have no
   * connection.
   */
  public static final Duration BELIEVED_BEFORE_RECEIPT = Duration.ofDays(1);

  /** How far ahead of its receipt an event's time is still believed: clocks differ. */
  public static final Duration BELIEVED_AFTER_RECEIPT = Duration.ofHours(1);

  private static final long BEFORE_MICROS = BELIEVED_BEFORE_RECEIPT.toMillis() * 1_000;
  private static final long AFTER_MICROS = BELIEVED_AFTER_RECEIPT.toMillis() * 1_000;
  private static final long LAST_IN_UNIX_MICROS = Long.MAX_VALUE - EPOCH_UNIX_MICROS;

  private JamTime() {}

  /**
   * Unix time in microseconds; {@link Long#MAX_VALUE} for times past what that can say, in the year 294,247.
   */
  public static long toUnixMicros(long jce) {
    return Long.compareUnsigned(jce, LAST_IN_UNIX_MICROS) > 0 ? Long.MAX_VALUE : jce + EPOCH_UNIX_MICROS;
  }

  /**
   * The time of the JAM Common Era for a Unix time in microseconds.
   *
   * @throws IllegalArgumentException if that is before the era began
   */
  public static long fromUnixMicros(long unixMicros) {
    if (unixMicros < EPOCH_UNIX_MICROS) {
      throw new IllegalArgumentException(
          "Unix time " + unixMicros + " us is before the JAM Common Era (" + EPOCH_UNIX_MICROS + ")");
    }
    return unixMicros - EPOCH_UNIX_MICROS;
  }

  /** The instant of any time of the era; the latest is in the year 586,579. */
  public static Instant toInstant(long jce) {
    long seconds = Long.divideUnsigned(jce, 1_000_000);
    long micros = Long.remainderUnsigned(jce, 1_000_000);
    return EPOCH.plusSeconds(seconds).plusNanos(micros * 1_000);
  }

  /**
   * The time of the era for an instant, cut to microseconds.
   *
   * @throws IllegalArgumentException if that is before the era began
   * @throws ArithmeticException if it does not fit Unix microseconds
   */
  public static long fromInstant(Instant instant) {
    return fromUnixMicros(Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
        instant.getNano() / 1_000));
  }

  /** The slot in which a time falls; may exceed the 32 bits of a slot on the wire. */
  public static long slotOf(long jce) {
    return Long.divideUnsigned(jce, SLOT_MICROS);
  }

  /** The time at which a slot begins. */
  public static long startOfSlot(long slot) {
    return slot * SLOT_MICROS;
  }

  /**
   * Whether an event's time is too far from that of its receipt to be believed; buffered events are in
   * order.
   */
  public static boolean isImplausible(long jce, long receivedUnixMicros) {
    long time = toUnixMicros(jce);
    return time < receivedUnixMicros - BEFORE_MICROS || time > receivedUnixMicros + AFTER_MICROS;
  }

  /**
   * The time of an event's row, in Unix microseconds: its own if that can be believed, else that of its
   * receipt.
   */
  public static long rowTimeMicros(long jce, long receivedUnixMicros) {
    return isImplausible(jce, receivedUnixMicros) ? receivedUnixMicros : toUnixMicros(jce);
  }
}
