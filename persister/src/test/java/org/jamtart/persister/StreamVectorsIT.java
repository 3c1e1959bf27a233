package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The streams of the vectors, as the log has them: the tables hold what the vectors say. */
@TartTest
class StreamVectorsIT {

  private record Stream(JsonNode vector, Connection connection, List<byte[]> frames) {}

  @Test
  void every_stream_becomes_the_rows_that_its_vector_expects(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    List<Stream> streams = streams();
    for (Stream stream : streams) {
      log.write(stream.connection.open());
      if (!stream.frames.isEmpty()) {
        log.write(stream.connection.run(stream.frames));
      }
      log.write(stream.connection.close());
    }
    try (var persister = RunningPersister.start(log.settings, scope.database())) {
      log.flush();
      for (Stream stream : streams) {
        check(new Tables(scope.database()), stream);
      }
    }
  }

  private static void check(Tables tables, Stream stream) throws Exception {
    UUID uuid = stream.connection.session.session();
    List<String> expectedEvents = new ArrayList<>();
    List<String> expectedQuarantine = new ArrayList<>();
    int seq = 0;
    for (JsonNode frame : stream.vector.get("expected")) {
      byte[] bytes = stream.frames.get(seq);
      boolean unknownType = frame.path("discriminator").isNumber() && !frame.get("valid").booleanValue()
          && frame.path("errorClass").asString("").equals("unknown_discriminator");
      String id = frame.path("eventId").isNull() ? "null" : frame.get("eventId").asString();
      (frame.get("valid").booleanValue() || unknownType ? expectedEvents : expectedQuarantine)
          .add(seq + " " + id + " " + HexFormat.of().formatHex(bytes));
      seq++;
    }
    String name = stream.vector.get("name").asString();
    assertThat(stored(tables, "event", uuid)).as(name).isEqualTo(expectedEvents);
    assertThat(stored(tables, "quarantine", uuid)).as(name).isEqualTo(expectedQuarantine);
    Map<String, @Nullable Object> session = tables.row("select * from session where uuid = ?", uuid);
    assertThat(session.get("next_seq")).as(name).isEqualTo((long) stream.frames.size());
    assertThat(session.get("end_reason")).as(name).isEqualTo("node_closed");
  }

  private static List<String> stored(Tables tables, String table, UUID session) throws Exception {
    return tables.rows("select t.seq, t.event_id, t.bytes from " + table
        + " t join session s on s.id = t.session where s.uuid = ? order by t.seq", session)
        .stream()
        .map(row -> row.get("seq") + " "
            + (row.get("event_id") instanceof Long id ? Long.toUnsignedString(id) : "null") + " "
            + HexFormat.of().formatHex((byte[]) Objects.requireNonNull(row.get("bytes"))))
        .toList();
  }

  private static List<Stream> streams() throws Exception {
    List<Stream> streams = new ArrayList<>();
    var json = JsonMapper.builder().build();
    try (InputStream lines = Objects
        .requireNonNull(StreamVectorsIT.class.getResourceAsStream("/streams.jsonl"))) {
      for (String line : new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        JsonNode vector = json.readTree(line);
        List<byte[]> frames = frames(HexFormat.of().parseHex(vector.get("hex").asString()));
        byte[] information = frames.removeFirst();
        var connection = new Connection(Bytes32.ofHex("%064x".formatted(streams.size() + 1)),
            UUID.randomUUID(),
            UUID.randomUUID(), information, vector.get("protocolVersion").asInt(),
            vector.get("cores").asInt());
        streams.add(new Stream(vector, connection, frames));
      }
    }
    return streams;
  }

  private static List<byte[]> frames(byte[] stream) {
    List<byte[]> frames = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= 4) {
      int length = buffer.getInt(buffer.position());
      if (length < 0 || length > buffer.remaining() - 4) {
        break; // an unfinished frame: the gateway drops it
      }
      byte[] frame = new byte[length];
      buffer.getInt();
      buffer.get(frame);
      frames.add(frame);
    }
    return frames;
  }
}
