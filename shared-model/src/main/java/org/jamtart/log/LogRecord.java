package org.jamtart.log;

import java.util.UUID;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log. Byte arrays are shared, not copied: neither side may change them.
 */
public sealed interface LogRecord {

  /** When the gateway received it, Unix microseconds; in milliseconds it is the record's timestamp. */
  long received();

  /** A record that belongs to one connection of one node; keyed by the node's peer id. */
  sealed interface OfSession extends LogRecord {
    SessionRef session();
  }

  /**
   * A connection introduced itself.
   *
   * @param remote          where it came from, {@code address:port}; null when the reader's record had none
   * @param nodeInformation the message as received, without its length prefix
   */
  record Open(SessionRef session, long received, @Nullable String remote,
      byte[] nodeInformation) implements OfSession {}

  /**
   * Contiguous frames of one connection, byte for byte as they came.
   *
   * @param seq     ordinal of the first frame on its connection, from 0
   * @param eventId JIP-3 event ID of the first frame
   * @param count   how many frames, at least one
   * @param frames  the frames, length prefixes included
   */
  record Run(SessionRef session, long received, long seq, EventNumber eventId, int count,
      byte[] frames) implements OfSession {

    public Run {
      if (seq < 0 || count < 1) {
        throw new IllegalArgumentException("a run has seq >= 0 and at least one frame, not seq=" + seq
            + " frames=" + count);
      }
    }

    /** A cursor before the first frame. */
    public FrameCursor cursor() {
      return new FrameCursor(frames, seq);
    }

    /** Ordinal of the frame after this run. */
    public long nextSeq() {
      return seq + count;
    }
  }

  /**
   * A connection ended.
   *
   * @param seq     ordinal that the next frame would have had: the frames of the session in all
   * @param eventId event ID that the next frame would have had
   */
  record Close(SessionRef session, long received, long seq, EventNumber eventId,
      SessionEnd end) implements OfSession {}

  /** A gateway says that it lives; keyed by its instance. */
  record Heartbeat(UUID gateway, long received, GatewayState state) implements LogRecord {}

  /**
   * What every record of a session carries, so that a run is readable on its own.
   *
   * @param node     the node's peer id, the key of the record
   * @param session  UUIDv7 of the connection
   * @param gateway  UUIDv7 of the gateway instance that holds the connection
   * @param protocol telemetry protocol version, 0 or 1
   * @param cores    core count of the node's chain, which sizes events 10 and 126
   */
  record SessionRef(Bytes32 node, UUID session, UUID gateway, int protocol, int cores) {}
}
