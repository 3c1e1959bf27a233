package org.jamtart.log;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a session ended; the lower-case name stands in the log and in the tables. */
public enum EndReason {
  /** The node closed its side. */
  NODE_CLOSED,
  /** The connection broke: reset, or an error of the network. */
  CONNECTION_LOST,
  /** The node said nothing, or finished no message that it had begun, for longer than it may. */
  IDLE,
  /** A frame announced more bytes than a frame may have. */
  FRAME_TOO_LARGE,
  /** Too many frames of the connection did not decode. */
  TOO_MANY_MALFORMED,
  /** The log refused a run for good. */
  LOG_FAILED,
  /** The gateway was stopped in order. */
  GATEWAY_SHUTDOWN,
  /** The gateway went without a word; never in the log, computed from its last heartbeat. */
  GATEWAY_LOST,
  /** A reason that a later version writes. */
  @JsonEnumDefaultValue
  OTHER;

  private final String key = name().toLowerCase(Locale.ROOT);

  @JsonValue
  public String key() {
    return key;
  }
}
