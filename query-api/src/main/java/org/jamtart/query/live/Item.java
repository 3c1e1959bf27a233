package org.jamtart.query.live;

import org.jamtart.query.live.Passage.Gap;

/** What a client gets next of its {@link Feed}. */
sealed interface Item {

  /** Events, ready to be sent. */
  record Events(Payload payload, int events) implements Item {}

  /** The client was too slow: so many events of its own were passed over, which it can still have from a position. */
  record Lag(long missed, StreamPosition resume, StreamPosition position) implements Item {}

  /** The log has lost records before this client had them. */
  record Lost(Gap gap) implements Item {}

  /** There will be nothing more: the service stops, or the log is another one. */
  record End() implements Item {}
}
