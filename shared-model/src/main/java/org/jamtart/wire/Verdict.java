package org.jamtart.wire;

import java.util.Locale;

/** What a message turned out to be: an event, or why it is none. */
public enum Verdict {
  /** It decodes. */
  EVENT,
  /** It decodes, with bytes left after the last field, where the protocol accepts that. */
  EVENT_WITH_TRAILING_BYTES,
  /** It has a time, but a discriminator that this version does not know; its other bytes were not judged. */
  UNKNOWN_DISCRIMINATOR,
  /** It ends before its last field does; the empty message included. */
  TRUNCATED,
  /** A list announces more elements than the rest of the message can hold. */
  LENGTH_EXCEEDS_MESSAGE,
  /** A boolean is neither 0 nor 1. */
  INVALID_BOOL,
  /** The tag of an optional value is neither 0 nor 1. */
  INVALID_OPTION_TAG,
  /**
   * A byte that chooses from a closed list is beyond it. Such lists have grown before: the byte is worth
   * looking at.
   */
  INVALID_ENUM,
  /** A text takes more bytes than the specification allows it. */
  STRING_TOO_LONG,
  /** A text is not UTF-8. */
  INVALID_UTF8,
  /** A length takes more bytes than the one encoding that its value has; LEB128 writers run into this. */
  NON_CANONICAL_NATURAL,
  /** Bytes are left after the last field. */
  TRAILING_BYTES,
  /** Node information of a protocol version other than 0 and 1. */
  UNSUPPORTED_PROTOCOL_VERSION,
  /** Node information with a parameter that no network can have, such as no core at all. */
  IMPLAUSIBLE_PARAMETER,
  /** The length before a message is above the limit ({@link Frames#MAX_FRAME}). */
  FRAME_TOO_LARGE;

  private static final Verdict[] ALL = values();

  private final String key = name().toLowerCase(Locale.ROOT);

  /** Whether it decodes. */
  public boolean isEvent() {
    return this == EVENT || this == EVENT_WITH_TRAILING_BYTES;
  }

  /** The verdict in lower snake case: for metrics, tables and JSON. */
  public String key() {
    return key;
  }

  /**
   * Packs a reason for refusal into a negative number, so that a check can return it in place of a position.
   */
  @SuppressWarnings("EnumOrdinal") // Never leaves the process.
  int asFailure() {
    return ~ordinal();
  }

  /** The opposite of {@link #asFailure()}. */
  static Verdict ofFailure(int negative) {
    return ALL[~negative];
  }
}
