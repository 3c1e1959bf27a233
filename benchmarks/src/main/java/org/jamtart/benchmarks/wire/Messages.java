package org.jamtart.benchmarks.wire;

import java.io.OutputStream;
import java.time.Instant;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.load.NodeStream;
import org.jamtart.wire.Frames;
import org.jamtart.wire.Protocol;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** The messages of one simulated node of protocol version 1, in their order and over and over. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls prepare before anything else
public class Messages {

  private static final int NODES = 3;
  private static final int EVENTS = 4_000;
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  private byte[] bytes;
  private byte[] scratch;
  private Protocol protocol;
  private JsonGenerator json;
  private int next;

  /** Tells the story, which is the same each time. */
  @Setup
  public void prepare() {
    NodeStream node = Mix.of(NODES, EVENTS, END)
        .nodes()
        .stream()
        .filter(each -> each.protocol().version() == Protocol.LATEST_VERSION)
        .findFirst()
        .orElseThrow();
    bytes = node.bytes();
    scratch = new byte[bytes.length];
    protocol = node.protocol();
    json = JsonMapper.builder().build().createGenerator(OutputStream.nullOutputStream());
    json.writeStartArray();
  }

  /** Goes to the next message and tells where it begins, behind its length prefix. */
  int advance() {
    int at = next + Frames.LENGTH_PREFIX;
    next = at + length(at);
    if (next == bytes.length) {
      next = 0;
    }
    return at;
  }

  int length(int at) {
    return (int) Frames.lengthAt(bytes, at - Frames.LENGTH_PREFIX);
  }

  byte[] bytes() {
    return bytes;
  }

  byte[] scratch() {
    return scratch;
  }

  Protocol protocol() {
    return protocol;
  }

  JsonGenerator json() {
    return json;
  }
}
