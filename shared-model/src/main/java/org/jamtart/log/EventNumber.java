package org.jamtart.log;

/**
 * A JIP-3 event ID (section "Event IDs"): a u64 as the same 64 bits, or unknown.
 *
 * @param bits  the ID, unsigned; 0 when unknown
 * @param known false after an unreadable {@code Dropped} or past 2^64 - 1
 */
public record EventNumber(long bits, boolean known) {

  /** The ID of the first event of a connection. */
  public static final EventNumber FIRST = new EventNumber(0, true);

  /** No ID can be told any more. */
  public static final EventNumber UNKNOWN = new EventNumber(0, false);

  private static final String UNKNOWN_TEXT = "unknown";

  /** The text in the log's header: decimal, or {@code unknown}. */
  @Override
  public String toString() {
    return known ? Long.toUnsignedString(bits) : UNKNOWN_TEXT;
  }

  /**
   * The opposite of {@link #toString()}.
   *
   * @throws NumberFormatException when it is neither an unsigned 64-bit decimal nor {@code unknown}
   */
  static EventNumber parse(String text) {
    return text.equals(UNKNOWN_TEXT) ? UNKNOWN : new EventNumber(Long.parseUnsignedLong(text), true);
  }
}
