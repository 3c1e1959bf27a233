package org.jamtart.wire;

import java.util.Locale;

/** What is odd about an event that is one all the same: worth counting, no reason to refuse it. */
public enum Warning {
  /** A bit is set for a core that the network does not have. */
  PADDING_BITS,
  /** {@link MetaEvent.Dropped} says that nothing was dropped, so the next event has the same ID. */
  NOTHING_DROPPED,
  /** The slot begins more than an hour after the event; a slot in another encoding looks like this. */
  IMPLAUSIBLE_SLOT,
  /** Bytes are left after the last field. */
  TRAILING_BYTES;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** The warning in lower snake case: for metrics, tables and JSON. */
  public String key() {
    return key;
  }
}
