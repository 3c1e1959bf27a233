package org.jamtart.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of a node as the API should show it, worked out from its bytes and the machine-readable description of JIP-3
 * alone: no record and no layout of the product takes part.
 */
final class Described {

  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonNode SCHEMA = schema();

  /** The names that existing clients know where they are not those of the description. */
  private static final Map<String, String> RENAMED = Map.of("BlockRequestDirection.ascending_exclusive",
      "Ascending",
      "BlockRequestDirection.descending_inclusive", "Descending", "GuaranteeDiscardReason.reported_on_chain",
      "PackageReportedOnChain", "GuaranteeDiscardReason.cannot_be_reported", "CannotReportOnChain",
      "GuaranteeDiscardReason.too_many", "TooManyGuarantees", "AnnouncedPreimageForgetReason.too_many",
      "TooManyAnnounced", "PreimageDiscardReason.too_many", "TooManyPreimages");

  private final ByteBuffer bytes;
  private final int cores;
  private final boolean arrays;

  private Described(byte[] message, int cores, boolean arrays) {
    this.bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    this.cores = cores;
    this.arrays = arrays;
  }

  /**
   * An event, under its name.
   *
   * @param version of the telemetry protocol that the connection speaks
   * @param arrays  whether bytes are shown as arrays of numbers
   */
  static JsonNode event(byte[] message, int version, int cores, boolean arrays) {
    var reader = new Described(message, cores, arrays);
    JsonNode event = description(message[Long.BYTES] & 0xff);
    JsonNode fields = event.get("fields");
    for (JsonNode variant : event.path("variants")) {
      fields = contains(variant.get("protocolVersions"), version) ? variant.get("fields") : fields;
    }
    ObjectNode data = NODES.objectNode();
    data.set("timestamp", reader.value("u64"));
    reader.bytes.get();
    reader.fields(data, fields);
    reader.end();
    return JSON.readTree(NODES.objectNode().set(event.get("name").asString(), data).toString());
  }

  /** What a node says of itself in its first message, its constants by the version of the Gray Paper that it names. */
  static JsonNode introduction(byte[] message) {
    for (JsonNode layout : SCHEMA.get("jamParameters").get("layouts")) {
      var reader = new Described(message, 0, false);
      try {
        ObjectNode shown = NODES.objectNode();
        for (JsonNode field : SCHEMA.get("nodeInformation").get("fields")) {
          if (field.get("type").asString().equals("JamParameters")) {
            reader.parameters(shown.putObject("params"), layout.get("fields"));
          } else {
            set(shown, field, reader.value(field.get("type").asString()));
          }
        }
        if (!reader.bytes.hasRemaining()
            && contains(layout.get("gpVersions"), shown.get("gp_version").asString())) {
          return JSON.readTree(shown.toString());
        }
      } catch (RuntimeException e) {
        // is not of this layout
      }
    }
    throw new AssertionError("no layout fits");
  }

  private static JsonNode schema() {
    try {
      return JSON.readTree(Files
          .readString(TartProcess.ROOT.resolve("shared-model/src/test/resources/jip3/events.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode description(int type) {
    for (JsonNode event : SCHEMA.get("events")) {
      if (event.get("id").asInt() == type) {
        return event;
      }
    }
    throw new AssertionError("no event " + type);
  }

  private static boolean contains(JsonNode list, Object value) {
    return list.valueStream().anyMatch(it -> it.asString().equals(value.toString()));
  }

  private void parameters(ObjectNode into, JsonNode fields) {
    fields.forEach(field -> into.set(field.get("name").asString(), value(field.get("type").asString())));
  }

  private void fields(ObjectNode into, JsonNode fields) {
    for (JsonNode field : fields) {
      JsonNode value = value(field.get("type").asString());
      set(into, field,
          field.get("name").asString().equals("trivial")
              ? NODES.stringNode(value.asBoolean() ? "Trivial" : "NonTrivial")
              : value);
    }
  }

  private static void set(ObjectNode into, JsonNode field, JsonNode value) {
    String name = (field.has("jamtart") ? field.get("jamtart") : field.get("name")).asString();
    int dot = name.indexOf('.');
    if (dot < 0) {
      into.set(name, value);
    } else {
      into.withObject("/" + name.substring(0, dot)).set(name.substring(dot + 1), value);
    }
  }

  private JsonNode value(String type) {
    if (type.startsWith("option<")) {
      return bytes.get() == 0 ? NODES.nullNode() : value(type.substring(7, type.length() - 1));
    } else if (type.startsWith("seq<")) {
      ArrayNode array = NODES.arrayNode();
      for (int left = (int) natural(); left > 0; left--) {
        array.add(value(type.substring(4, type.length() - 1)));
      }
      return array;
    }
    JsonNode definition = SCHEMA.get("types").get(type);
    return switch (definition.get("kind").asString()) {
      case "alias" -> value(definition.get("of").asString());
      case "uint" -> NODES.numberNode(unsigned(definition.get("bytes").asInt()));
      case "bool" -> NODES.booleanNode(bytes.get() == 1);
      case "string" -> NODES.stringNode(new String(take((int) natural()), StandardCharsets.UTF_8));
      case "bytes" -> shown(take(size(definition.get("size"))));
      case "enum" -> constant(type, definition.get("values"), bytes.get());
      case "struct" -> struct(type, definition.get("fields"));
      default -> throw new AssertionError(type);
    };
  }

  private BigInteger unsigned(int size) {
    byte[] littleEndian = take(size);
    BigInteger value = BigInteger.ZERO;
    for (int i = size - 1; i >= 0; i--) {
      value = value.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xff));
    }
    return value;
  }

  /** A length: as many ones as the first byte begins with say how many more bytes there are, the lower ones first. */
  private long natural() {
    int first = bytes.get() & 0xff;
    int more = Integer.numberOfLeadingZeros(~(first << 24));
    long high = more >= 7 ? 0 : first & (1 << 7 - more) - 1;
    return (high << 8 * more) + unsigned(more).longValue();
  }

  private int size(JsonNode size) {
    return switch (size.asString()) {
      case "C" -> cores;
      case "ceil(C/8)" -> (cores + 7) / 8;
      default -> size.asInt();
    };
  }

  private byte[] take(int count) {
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }

  private JsonNode shown(byte[] some) {
    if (!arrays) {
      return NODES.stringNode("0x" + HexFormat.of().formatHex(some));
    }
    ArrayNode array = NODES.arrayNode();
    for (byte each : some) {
      array.add(each & 0xff);
    }
    return array;
  }

  private static JsonNode constant(String type, JsonNode values, int number) {
    for (JsonNode value : values) {
      if (value.get("value").asInt() == number) {
        return NODES.stringNode(RENAMED.getOrDefault(type + "." + value.get("name").asString(),
            value.get("pascal").asString()));
      }
    }
    throw new AssertionError(type + " " + number);
  }

  private JsonNode struct(String type, JsonNode fields) {
    if (type.equals("AccumulatedService") || type.equals("SegmentShard")) {
      ArrayNode tuple = NODES.arrayNode();
      fields.forEach(field -> tuple.add(value(field.get("type").asString())));
      return tuple;
    }
    ObjectNode object = NODES.objectNode();
    if (type.equals("ImportSpec")) {
      JsonNode root = shown(take(32));
      int index = unsigned(Short.BYTES).intValue();
      object.putObject("root_identifier").set(index >= 0x8000 ? "WorkPackageHash" : "SegmentsRoot", root);
      object.put("export_index", index % 0x8000);
    } else {
      fields(object, fields);
    }
    return object;
  }

  private void end() {
    if (bytes.hasRemaining()) {
      throw new AssertionError(bytes.remaining() + " bytes behind the last field");
    }
  }
}
