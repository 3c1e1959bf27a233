package org.jamtart.query.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jamtart.query.event.EventSql.NodeFacts;
import org.jamtart.query.event.EventSql.SessionFacts;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it.
 *
 * @param eventIdKnown false when the event's ID is not known; absent otherwise
 * @param timestamp    by the node's clock, or the time of receipt when that cannot be believed
 * @param implausible  true when it cannot be believed; absent otherwise
 * @param createdAt    the same as receivedAt
 * @param session      the connection; with seq it names the event for ever
 * @param seq          ordinal of the message on its connection
 * @param ref          the event ID that this event refers to
 */
@Schema(name = "Event")
public record EventView(@Schema(pattern = "[0-9a-f]{64}") String nodeId,
    @Schema(types = "integer", description = "64 unsigned bits; 18446744073709551615 with `event_id_known` false when unknown") BigInteger eventId,
    @Nullable Boolean eventIdKnown, int eventType, String eventName, String group, String category,
    Instant timestamp,
    @Nullable Boolean implausible, Instant receivedAt, Instant createdAt,
    @Schema(implementation = Object.class, types = "object", description = "One key, the event's name; its value has the fields") EventData data,
    String nodeName, String nodeVersion, @Nullable UUID session, long seq, @Nullable Long slot,
    @Nullable Integer core,
    @Schema(types = "integer") @Nullable BigInteger ref,
    @Schema(pattern = "0x[0-9a-f]+") @Nullable String hash) {

  private static final BigInteger UNKNOWN_ID = unsigned(-1);

  static EventView of(EventRow row, @Nullable NodeFacts node, @Nullable SessionFacts session,
      ByteStyle style) {
    byte @Nullable [] hash = row.hash();
    return new EventView(node == null ? "" : node.id().toHex(),
        row.eventId() == null ? UNKNOWN_ID : unsigned(row.eventId()),
        row.eventId() == null ? Boolean.FALSE : null,
        row.type(), TypeNames.name(row.type()), EventGroup.of(row.type()).key(), Category.of(row.type()),
        row.key().time(), row.implausible() ? Boolean.TRUE : null, row.received(), row.received(),
        new EventData(row.bytes(), protocol(session), style), node == null ? "" : node.name(),
        node == null ? "" : node.version(), session == null ? null : session.id(), row.key().seq(),
        row.slot(),
        row.core(), row.ref() == null ? null : unsigned(row.ref()),
        hash == null ? null : "0x" + HexFormat.of().formatHex(hash));
  }

  /** An event that was read from the log, as the tables would show it. */
  public static EventView of(LoggedEvent event, ByteStyle style) {
    var row = new EventRow(new EventKey(event.time(), 0, event.seq()), event.eventId(), event.received(),
        event.slot(), event.ref(), 0, event.core(), event.type(), event.implausible(), event.hash(),
        event.message());
    var node = new NodeFacts(0, event.node(), event.nodeName(), event.nodeVersion());
    return of(row, node, new SessionFacts(0, event.session(), event.protocol(), event.cores()), style);
  }

  /** The persister decided what is an event; what has a row is shown. */
  private static @Nullable Protocol protocol(@Nullable SessionFacts session) {
    return session == null || !Protocol.isSupported(session.protocol()) || session.cores() < 1
        ? null
        : new Protocol(session.protocol(), session.cores(), TrailingBytes.ACCEPTED);
  }

  private static BigInteger unsigned(long bits) {
    return bits >= 0 ? BigInteger.valueOf(bits) : new BigInteger(Long.toUnsignedString(bits));
  }
}
