package org.jamtart.gateway.session;

import java.util.Locale;
import org.jamtart.log.EndReason;

/** Why a connection ended, in metrics and log lines. Those after which a session was open are in the log too. */
public enum Ending {
  /** The node closed its side. */
  NODE_CLOSED(EndReason.NODE_CLOSED),
  /** The connection was reset, or the network failed. */
  CONNECTION_LOST(EndReason.CONNECTION_LOST),
  /** The node said nothing for too long. */
  IDLE(EndReason.IDLE),
  /** A frame was begun and not finished in time. */
  FRAME_UNFINISHED(EndReason.IDLE),
  /** A frame announced more bytes than it may have. */
  FRAME_TOO_LARGE(EndReason.FRAME_TOO_LARGE),
  /** Too many messages did not decode. */
  TOO_MANY_MALFORMED(EndReason.TOO_MANY_MALFORMED),
  /** The log refused a record. */
  LOG_FAILED(EndReason.LOG_FAILED),
  /** The gateway stops. */
  GATEWAY_SHUTDOWN(EndReason.GATEWAY_SHUTDOWN),
  /** The gateway has a fault; its log has the stack trace. */
  FAULT(EndReason.OTHER),
  /** Closed before the node information was complete. */
  NO_NODE_INFORMATION(EndReason.OTHER),
  /** The node information was not complete in time. */
  SILENT(EndReason.OTHER),
  /** The first message does not decode as node information. */
  BAD_NODE_INFORMATION(EndReason.OTHER),
  /** The first message announced more bytes than node information may have. */
  NODE_INFORMATION_TOO_LARGE(EndReason.OTHER),
  /** No valid PROXY protocol v2 header on the listener that demands one. */
  BAD_PROXY_HEADER(EndReason.OTHER),
  /** As many connections are open as may be in all. */
  TOO_MANY_CONNECTIONS(EndReason.OTHER),
  /** As many connections are open as may be from this address. */
  TOO_MANY_FROM_ADDRESS(EndReason.OTHER),
  /** This address connects more often than it may. */
  CONNECTS_TOO_OFTEN(EndReason.OTHER),
  /** As many connections are open as may be of this node from this address. */
  TOO_MANY_OF_NODE(EndReason.OTHER);

  private final EndReason reason;
  private final String key = name().toLowerCase(Locale.ROOT);

  Ending(EndReason reason) {
    this.reason = reason;
  }

  /** In lower snake case, for metrics and log lines. */
  public String key() {
    return key;
  }

  /** Whether the connection was refused because there were too many, or too many at a time. */
  public boolean isLimit() {
    return switch (this) {
      case TOO_MANY_CONNECTIONS, TOO_MANY_FROM_ADDRESS, TOO_MANY_OF_NODE, CONNECTS_TOO_OFTEN -> true;
      default -> false;
    };
  }

  EndReason reason() {
    return reason;
  }
}
