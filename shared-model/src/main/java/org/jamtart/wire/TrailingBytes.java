package org.jamtart.wire;

/** What bytes after an event's last field make of it. JIP-3 does not say; one network should agree on one answer. */
public enum TrailingBytes {
  /** No event: its sender and JIP-3 disagree about the layout, so the fields before may mean something else. */
  MALFORMED,
  /** An event all the same, for senders known to append fields of their own; the bytes are kept and not shown. */
  ACCEPTED
}
