package org.jamtart.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole connections as golden bytes, with the event ID of every frame. */
public final class Streams {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Streams() {}

  /** A connection: what is sent, and what it means. */
  public record Stream(String name, int protocol, int cores, byte[] introduction, byte[] frames,
      List<Expected> expected, BigInteger nextEventId) {

    public byte[] bytes() {
      byte[] all = Arrays.copyOf(introduction, introduction.length + frames.length);
      System.arraycopy(frames, 0, all, introduction.length, frames.length);
      return all;
    }

    /** The first message without its length prefix. */
    public byte[] nodeInformation() {
      return Arrays.copyOfRange(introduction, 4, introduction.length);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A frame after the first. */
  public record Expected(String eventId, boolean valid) {}

  public static List<Stream> all() {
    try (InputStream in = Objects.requireNonNull(Streams.class.getResourceAsStream("/jip3/streams.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(line -> stream(JSON.readTree(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Stream named(String name) {
    return all().stream().filter(stream -> stream.name().equals(name)).findFirst().orElseThrow();
  }

  private static Stream stream(JsonNode line) {
    byte[] bytes = HexFormat.of().parseHex(line.get("hex").asString());
    int first = 4 + (bytes[0] & 0xff | (bytes[1] & 0xff) << 8);
    return new Stream(line.get("name").asString(), line.get("protocolVersion").asInt(),
        line.get("cores").asInt(),
        Arrays.copyOf(bytes, first), Arrays.copyOfRange(bytes, first, bytes.length),
        line.get("expected")
            .valueStream()
            .map(e -> new Expected(e.get("eventId").asString(), e.get("valid").asBoolean()))
            .toList(),
        new BigInteger(line.get("nextEventId").asString()));
  }
}
