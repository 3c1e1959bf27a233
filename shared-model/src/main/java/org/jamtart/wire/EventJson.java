package org.jamtart.wire;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * Events and node information as JSON, written straight from their bytes. An event is an object with one
 * key, its name, whose value has the fields in snake case: {@code
 * {"SyncStatusChanged":{"timestamp":1,"synced":true}}}. Integers of 64 bits are numbers without loss. An
 * event that is not known yet becomes {@code Unknown}, with the bytes that follow its discriminator. Bytes
 * after the last field, where the protocol accepts them, are left out. Safe for any thread.
 */
public final class EventJson {
  private static final SerializedString UNKNOWN = new SerializedString("Unknown");
  private static final SerializedString TIMESTAMP = new SerializedString("timestamp");
  private static final SerializedString DISCRIMINATOR = new SerializedString("discriminator");
  private static final SerializedString BYTES = new SerializedString("bytes");

  private static final @Nullable JsonShape[][] EVENTS = new @Nullable JsonShape[Protocol.LATEST_VERSION
      + 1][256];
  private static final Map<NodeInformationLayout, JsonShape> NODE_INFORMATION = new EnumMap<>(
      NodeInformationLayout.class);

  static {
    for (EventLayout layout : EventLayout.all()) {
      JsonShape shape = JsonShape.ofEvent(layout);
      for (int version : layout.versions()) {
        EVENTS[version][layout.type().id()] = shape;
      }
    }
    for (NodeInformationLayout layout : NodeInformationLayout.values()) {
      NODE_INFORMATION.put(layout, JsonShape.of(layout.struct()));
    }
  }

  private EventJson() {}

  /**
   * Writes an event message, without its length prefix, as one JSON object.
   *
   * @throws IllegalArgumentException if the message is neither an event nor one of an unknown kind; nothing
   *         has been written then
   */
  public static void write(JsonGenerator out, byte[] buffer, int offset, int length, Protocol protocol,
      ByteStyle style) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    Verdict verdict = Events.validate(buffer, offset, length, protocol);
    JsonBytes bytes = new JsonBytes(out, buffer, protocol.cores(), style);
    switch (verdict) {
      case EVENT, EVENT_WITH_TRAILING_BYTES ->
        known(Frames.discriminatorOf(buffer, offset, length), protocol).write(bytes, offset);
      case UNKNOWN_DISCRIMINATOR -> unknown(bytes, offset, length);
      default -> throw new IllegalArgumentException("no event: " + verdict.key());
    }
  }

  /** Writes node information as one JSON object, under the names that existing clients read. */
  public static void write(JsonGenerator out, NodeInformation information, ByteStyle style) {
    NodeInformationLayout layout = NodeInformationLayout.of(information.parameters());
    JsonBytes bytes = new JsonBytes(out, information.encode(), information.parameters().coreCount(), style);
    Objects.requireNonNull(NODE_INFORMATION.get(layout)).write(bytes, 0);
  }

  private static JsonShape known(int discriminator, Protocol protocol) {
    return Objects.requireNonNull(EVENTS[protocol.version()][discriminator]);
  }

  private static void unknown(JsonBytes bytes, int offset, int length) {
    JsonGenerator out = bytes.out();
    out.writeStartObject();
    out.writeName(UNKNOWN);
    out.writeStartObject();
    out.writeName(TIMESTAMP);
    bytes.integer(offset, Long.BYTES);
    out.writeName(DISCRIMINATOR);
    bytes.integer(offset + Long.BYTES, 1);
    out.writeName(BYTES);
    bytes.octets(offset + Frames.EVENT_HEADER, length - Frames.EVENT_HEADER);
    out.writeEndObject();
    out.writeEndObject();
  }
}
