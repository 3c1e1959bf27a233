package org.jamtart.query.live;

import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jamtart.query.event.EventData;
import org.jamtart.query.event.EventView;
import org.jspecify.annotations.Nullable;

/**
 * An event as sockets show it.
 *
 * @param id    ordinal of the message on its connection, the same as {@code seq}
 * @param event one key, the event's name; its value has the fields
 */
record SocketEvent(long id, String nodeId, int eventType, EventData event, BigInteger eventId,
    @Nullable Boolean eventIdKnown, String eventName, String group, Instant timestamp,
    @Nullable Boolean implausible, Instant receivedAt, String nodeName, String nodeVersion,
    @Nullable UUID session, long seq, @Nullable Long slot, @Nullable Integer core,
    @Nullable BigInteger ref, @Nullable String hash) {

  static SocketEvent of(EventView row) {
    return new SocketEvent(row.seq(), row.nodeId(), row.eventType(), row.data(), row.eventId(),
        row.eventIdKnown(), row.eventName(), row.group(), row.timestamp(), row.implausible(),
        row.receivedAt(), row.nodeName(), row.nodeVersion(), row.session(), row.seq(), row.slot(),
        row.core(), row.ref(), row.hash());
  }
}
