package org.jamtart.query.event;

import java.util.HexFormat;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventJson;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * A message that is decoded while the answer is written. One that does not decode with what is known of its session, which the
 * persister would have put in quarantine, becomes {@code {"Undecodable": {"bytes": "0x…"}}}: no row makes an answer fail.
 *
 * @param protocol what the message's session speaks; null when that is not known
 */
@JsonSerialize(using = EventData.Serializer.class)
public record EventData(byte[] message, @Nullable Protocol protocol, ByteStyle style) {

  /** The event; null when it does not decode. */
  public @Nullable Event event() {
    try {
      return protocol == null ? null : Events.decode(message, protocol);
    } catch (DecodeException e) {
      return null;
    }
  }

  static final class Serializer extends StdSerializer<EventData> {

    Serializer() {
      super(EventData.class);
    }

    @Override
    public void serialize(EventData data, JsonGenerator out, SerializationContext context) {
      if (data.protocol == null) {
        undecodable(data, out);
        return;
      }
      try {
        EventJson.write(out, data.message, 0, data.message.length, data.protocol, data.style);
      } catch (IllegalArgumentException e) { // thrown before anything is written
        undecodable(data, out);
      }
    }

    private static void undecodable(EventData data, JsonGenerator out) {
      out.writeStartObject();
      out.writeName("Undecodable");
      out.writeStartObject();
      out.writeName("bytes");
      out.writeString("0x" + HexFormat.of().formatHex(data.message));
      out.writeEndObject();
      out.writeEndObject();
    }
  }
}
