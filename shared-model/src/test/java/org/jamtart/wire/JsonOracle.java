package org.jamtart.wire;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the JSON of a message should be, worked out from the schema ({@code events.json}) and the fields of a
 * vector alone: neither the bytes nor any record takes part.
 */
final class JsonOracle {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The names that existing clients know where they are not those of the schema. */
  private static final Map<String, Map<String, String>> RENAMED = Map.of("BlockRequestDirection",
      Map.of("ascending_exclusive", "Ascending", "descending_inclusive", "Descending"),
      "GuaranteeDiscardReason",
      Map.of("reported_on_chain", "PackageReportedOnChain", "cannot_be_reported", "CannotReportOnChain",
          "too_many",
          "TooManyGuarantees"),
      "AnnouncedPreimageForgetReason", Map.of("too_many", "TooManyAnnounced"), "PreimageDiscardReason",
      Map.of("too_many", "TooManyPreimages"));

  private final JsonNode schema;
  private final ByteStyle style;

  JsonOracle(JsonNode schema, ByteStyle style) {
    this.schema = schema;
    this.style = style;
  }

  JsonNode event(JsonNode vector) {
    JsonNode event = schema.get("events")
        .valueStream()
        .filter(candidate -> candidate.get("name").equals(vector.get("event")))
        .findFirst()
        .orElseThrow();
    JsonNode fields = event.get("fields");
    if (event.has("variants") && vector.get("protocolVersion").asInt() == 1) {
      fields = event.get("variants").get(0).get("fields");
    }
    ObjectNode object = NODES.objectNode();
    object.set("timestamp", NODES.numberNode(new BigInteger(vector.get("timestamp").asString())));
    fields(object, fields, vector.get("fields"));
    return NODES.objectNode().set(vector.get("event").asString(), object);
  }

  JsonNode nodeInformation(JsonNode vector) {
    ObjectNode object = NODES.objectNode();
    for (JsonNode field : schema.get("nodeInformation").get("fields")) {
      JsonNode value = vector.get("fields").get(field.get("name").asString());
      if (field.get("type").asString().equals("JamParameters")) {
        object.set("params", parameters(vector.get("layout"), value));
      } else {
        set(object, field, value(field.get("type").asString(), value));
      }
    }
    return object;
  }

  private JsonNode parameters(JsonNode layout, JsonNode values) {
    ObjectNode object = NODES.objectNode();
    for (JsonNode candidate : schema.get("jamParameters").get("layouts")) {
      if (candidate.get("id").equals(layout)) {
        for (JsonNode field : candidate.get("fields")) {
          object.set(field.get("name").asString(),
              value(field.get("type").asString(), values.get(field.get("symbol").asString())));
        }
      }
    }
    return object;
  }

  private void fields(ObjectNode into, JsonNode fields, JsonNode values) {
    for (JsonNode field : fields) {
      JsonNode value = values.get(field.get("name").asString());
      JsonNode shown = field.get("name").asString().equals("trivial")
          ? NODES.stringNode(value.asBoolean() ? "Trivial" : "NonTrivial")
          : value(field.get("type").asString(), value);
      set(into, field, shown);
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

  private JsonNode value(String type, JsonNode value) {
    if (value.isNull()) {
      return NODES.nullNode();
    } else if (type.startsWith("option<")) {
      return value(type.substring(7, type.length() - 1), value);
    } else if (type.startsWith("seq<")) {
      ArrayNode array = NODES.arrayNode();
      value.forEach(element -> array.add(value(type.substring(4, type.length() - 1), element)));
      return array;
    }
    JsonNode definition = schema.get("types").get(type);
    return switch (definition.get("kind").asString()) {
      case "alias" -> value(definition.get("of").asString(), value);
      case "uint" -> NODES.numberNode(new BigInteger(value.asString()));
      case "bool" -> NODES.booleanNode(value.asBoolean());
      case "string" -> NODES.stringNode(value.asString());
      case "bytes" -> bytes(value.asString());
      case "enum" -> NODES.stringNode(constant(type, definition, value.asString()));
      case "struct" -> struct(type, definition.get("fields"), value);
      default -> throw new AssertionError(type);
    };
  }

  private JsonNode bytes(String hex) {
    if (style == ByteStyle.HEX) {
      return NODES.stringNode("0x" + hex);
    }
    ArrayNode array = NODES.arrayNode();
    for (byte value : HexFormat.of().parseHex(hex)) {
      array.add(value & 0xff);
    }
    return array;
  }

  private static String constant(String type, JsonNode definition, String name) {
    String renamed = RENAMED.getOrDefault(type, Map.of()).get(name);
    return renamed != null
        ? renamed
        : definition.get("values")
            .valueStream()
            .filter(candidate -> candidate.get("name").asString().equals(name))
            .findFirst()
            .orElseThrow()
            .get("pascal")
            .asString();
  }

  private JsonNode struct(String type, JsonNode fields, JsonNode value) {
    if (type.equals("AccumulatedService") || type.equals("SegmentShard")) {
      ArrayNode tuple = NODES.arrayNode();
      fields.forEach(
          field -> tuple.add(value(field.get("type").asString(), value.get(field.get("name").asString()))));
      return tuple;
    }
    ObjectNode object = NODES.objectNode();
    if (type.equals("ImportSpec")) {
      int index = value.get("index").asInt();
      object.putObject("root_identifier")
          .set(index >= 0x8000 ? "WorkPackageHash" : "SegmentsRoot", bytes(value.get("root").asString()));
      object.put("export_index", index % 0x8000);
    } else {
      fields(object, fields, value);
    }
    return object;
  }
}
