package org.jamtart.query.live;

import org.jamtart.wire.ByteStyle;

/**
 * How events look to a client.
 *
 * @param bytes how byte strings inside messages are shown
 */
record Look(Form form, ByteStyle bytes) {

  /** What is around the events. */
  enum Form {
    /** One server-sent event with an array. */
    SSE,
    /** One text message with an array. */
    SOCKET_BATCH,
    /** A text message for each event. */
    SOCKET_EVENTS
  }
}
