package org.jamtart.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The golden bytes in {@code jip3/}: one JSON object a line, 64-bit integers as decimal strings, bytes as
 * hex.
 */
final class Vectors {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Vectors() {}

  static List<JsonNode> lines(String name) {
    return text(name).lines().map(JSON::readTree).toList();
  }

  static JsonNode schema() {
    return JSON.readTree(text("events.json"));
  }

  static byte[] bytes(JsonNode vector) {
    return HexFormat.of().parseHex(vector.get("hex").asString());
  }

  static String name(JsonNode vector) {
    return vector.get("name").asString();
  }

  static Protocol protocol(JsonNode vector) {
    return new Protocol(vector.get("protocolVersion").asInt(), vector.get("cores").asInt());
  }

  private static String text(String name) {
    try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/jip3/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
