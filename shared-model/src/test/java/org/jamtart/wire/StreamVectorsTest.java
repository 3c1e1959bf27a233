package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Whole connections: frames, node information, events and their IDs. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamVectorsTest {

  @TestFactory
  Stream<DynamicTest> every_message_of_a_connection_has_its_id() {
    return Vectors.lines("streams.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          // Given
          Connection connection = Connection.split(Vectors.bytes(vector));
          Protocol protocol = NodeInformation.decode(connection.frames().get(0)).protocol();
          List<byte[]> events = connection.frames().subList(1, connection.frames().size());
          // Then
          assertThat(protocol).isEqualTo(Vectors.protocol(vector));
          assertThat(connection.problem()).isEqualTo("none");
          assertThat(events).hasSize(vector.get("expected").size());
          EventIds ids = new EventIds();
          for (int i = 0; i < events.size(); i++) {
            check(vector.get("expected").get(i), events.get(i), protocol, ids);
          }
          BigInteger next = new BigInteger(vector.get("nextEventId").asString());
          assertThat(ids.known()).isEqualTo(next.bitLength() <= 64);
          assertThat(ids.current()).isEqualTo(next.longValue());
        }));
  }

  @TestFactory
  Stream<DynamicTest> what_goes_wrong_with_a_stream_is_told_apart() {
    return Vectors.lines("negative.jsonl")
        .stream()
        .filter(vector -> vector.get("layer").asString().equals("stream"))
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector),
            () -> assertThat(problem(Vectors.bytes(vector))).isEqualTo(expected(vector))));
  }

  /** An event that is malformed for whatever reason is only called so in the vectors. */
  private static String expected(JsonNode vector) {
    String problem = vector.get("errorClass").asString();
    return problem.equals("malformed") ? Verdict.TRAILING_BYTES.key() : problem;
  }

  private static String problem(byte[] bytes) {
    Connection connection = Connection.split(bytes);
    if (connection.frames().isEmpty()) {
      return connection.problem();
    }
    try {
      Protocol protocol = NodeInformation.decode(connection.frames().get(0)).protocol();
      for (byte[] event : connection.frames().subList(1, connection.frames().size())) {
        Events.decode(event, protocol);
      }
      return connection.problem();
    } catch (DecodeException e) {
      return e.verdict().key();
    }
  }

  private static void check(JsonNode expected, byte[] message, Protocol protocol, EventIds ids)
      throws DecodeException {
    assertThat(ids.known()).isTrue();
    assertThat(Long.toUnsignedString(ids.current())).isEqualTo(expected.get("eventId").asString());
    Verdict verdict = Events.validate(message, 0, message.length, protocol);
    if (expected.get("valid").asBoolean()) {
      assertThat(verdict).isEqualTo(Verdict.EVENT);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>(
          VectorFields.of(Events.decode(message, protocol)));
      assertThat(fields.remove("timestamp")).isEqualTo(expected.get("timestamp").asString());
      assertThat(fields).isEqualTo(VectorFields.of(expected.get("fields")));
    } else {
      assertThat(verdict.key()).isEqualTo(expected.get("errorClass").asString());
    }
    assertThat(Frames.discriminatorOf(message, 0, message.length))
        .isEqualTo(expected.get("discriminator").asInt(-1));
    ids.advance(verdict, message, 0, message.length);
  }

  /** The frames of a connection, and how it ends. */
  private record Connection(List<byte[]> frames, String problem) {

    static Connection split(byte[] bytes) {
      List<byte[]> frames = new ArrayList<>();
      int at = 0;
      while (at < bytes.length) {
        if (bytes.length - at < Frames.LENGTH_PREFIX) {
          return new Connection(frames, "incomplete");
        }
        long length = Frames.lengthAt(bytes, at);
        if (length > Frames.MAX_FRAME) {
          return new Connection(frames, Verdict.FRAME_TOO_LARGE.key());
        } else if (length > bytes.length - at - Frames.LENGTH_PREFIX) {
          return new Connection(frames, "incomplete");
        }
        int start = at + Frames.LENGTH_PREFIX;
        at = start + (int) length;
        frames.add(Arrays.copyOfRange(bytes, start, at));
      }
      return new Connection(frames, "none");
    }
  }
}
