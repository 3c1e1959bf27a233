package org.jamtart.query.node;

import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.EventJson;
import org.jamtart.wire.NodeInformation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;

/** A node information message that is rendered straight into the answer. */
@JsonSerialize(using = NodeInfo.Serializer.class)
public record NodeInfo(NodeInformation information, ByteStyle style) {

  /** The message decoded; null if there is none, or none that this version can read. */
  static @Nullable NodeInfo of(byte @Nullable [] message, ByteStyle style) {
    try {
      return message == null ? null : new NodeInfo(NodeInformation.decode(message), style);
    } catch (DecodeException e) {
      return null;
    }
  }

  static final class Serializer extends StdSerializer<NodeInfo> {

    Serializer() {
      super(NodeInfo.class);
    }

    @Override
    public void serialize(NodeInfo value, JsonGenerator out, SerializationContext context) {
      EventJson.write(out, value.information, value.style);
    }
  }
}
