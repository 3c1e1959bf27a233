package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded streams in at the TCP port, answers out at the API. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamsIT {

  private static final Path STREAMS = TartProcess.ROOT
      .resolve("shared-model/src/test/resources/jip3/streams.jsonl");

  private static TartProcess tart;
  private static Api api;

  @BeforeAll
  static void start() {
    tart = TartProcess.up(TartProcess.newDataDirectory("streams"));
    api = new Api(tart.api());
  }

  @AfterAll
  static void stop() {
    tart.close();
  }

  @Test
  void every_stream_is_readable_after_a_flush_with_the_ids_and_values_that_were_sent() throws IOException {
    Set<String> seen = new HashSet<>();
    for (String line : Files.readAllLines(STREAMS)) {
      JsonNode stream = new JsonMapper().readTree(line);
      byte[] bytes = HexFormat.of().parseHex(stream.get("hex").asString());
      send(bytes);
      assertThat(tart.flush().exitCode()).isZero();

      String node = HexFormat.of().formatHex(bytes, peerIdOffset(bytes), peerIdOffset(bytes) + 32);
      JsonNode session = onlyNew(api.all("/api/nodes/" + node + "/sessions", "sessions"), seen);
      String uuid = session.get("session").asString();
      List<JsonNode> stored = new ArrayList<>(api.all("/api/nodes/" + node + "/events", "events"));
      List<JsonNode> quarantined = new ArrayList<>(api.all("/api/quarantine?node=" + node, "quarantined"));
      stored.removeIf(event -> !event.get("session").asString().equals(uuid));
      quarantined.removeIf(frame -> !frame.get("session").asString().equals(uuid));

      assertThat(stored.size() + quarantined.size()).as(line.substring(0, 60))
          .isEqualTo(stream.get("expected").size());
      compare(stream.get("name").asString(), stream.get("expected"), stored, quarantined);
    }
  }

  @Test
  void what_was_sent_goes_through_the_commands_that_read_it_again_and_stays_what_it_was(
      @TempDir Path directory)
      throws IOException {
    JsonNode stream = new JsonMapper().readTree(Files.readAllLines(STREAMS).getFirst());
    byte[] bytes = HexFormat.of().parseHex(stream.get("hex").asString());
    Arrays.fill(bytes, peerIdOffset(bytes), peerIdOffset(bytes) + 32, (byte) 0x77); // a node of this test alone
    send(bytes);
    assertThat(tart.flush().exitCode()).isZero();
    String before = api.get("/api/streams").get("total").toString();
    String address = tart.api().substring("http://".length());
    String file = directory.resolve("export").toString();

    assertThat(
        done("export", "--from", "2026-01-01T00:00:00Z", "--out", file, "--kafka", tart.bootstrapServers()))
        .contains(" records read");
    assertThat(done("import", file, "--kafka", tart.bootstrapServers())).contains(" 0 written");
    assertThat(done("replay", "--from", "2026-01-01T00:00:00Z", "--projection", "all", "--api", address))
        .contains("done");
    assertThat(done("quarantine", "retry", "--api", address)).contains("decoded 0, still undecodable");

    assertThat(tart.flush().exitCode()).isZero();
    assertThat(api.get("/api/streams").get("total")).hasToString(before);
    assertThat(api.get("/api/streams").get("adds_up").asBoolean()).isTrue();
  }

  private static String done(String... command) {
    var result = TartProcess.run(command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  private static void compare(String name, JsonNode expected, List<JsonNode> stored,
      List<JsonNode> quarantined) {
    stored.sort(Comparator.comparingLong(event -> event.get("seq").asLong()));
    int at = 0;
    for (int seq = 0; seq < expected.size(); seq++) {
      JsonNode said = expected.get(seq);
      String where = name + " frame " + seq;
      if (!said.get("valid").asBoolean()) {
        int number = seq;
        JsonNode frame = quarantined.stream()
            .filter(q -> q.get("seq").asLong() == number)
            .findFirst()
            .orElseThrow();
        assertThat(frame.get("reason").asString()).as(where).isEqualTo(said.get("errorClass").asString());
        assertThat(frame.get("event_id").toString()).as(where).isEqualTo(said.get("eventId").asString());
        continue;
      }
      JsonNode event = stored.get(at++);
      assertThat(event.get("seq").asLong()).as(where).isEqualTo(seq);
      assertThat(event.get("event_id").toString()).as(where).isEqualTo(said.get("eventId").asString());
      assertThat(event.has("event_id_known") && !event.get("event_id_known").asBoolean()).as(where).isFalse();
      assertThat(event.get("event_type").asInt()).as(where).isEqualTo(said.get("discriminator").asInt());
      List<String> values = leaves(event.get("data"), new ArrayList<>());
      List<String> sent = leaves(said.get("fields"),
          new ArrayList<>(List.of(said.get("timestamp").asString())));
      assertThat(values).as(where).isEqualTo(sent);
    }
  }

  /** The scalars in document order, which is wire order in both: names differ, values may not. */
  private static List<String> leaves(JsonNode node, List<String> into) {
    if (node.isContainer()) {
      node.forEach(child -> leaves(child, into));
    } else {
      String text = node.isString() ? node.asString() : node.toString();
      into.add(text.toLowerCase(Locale.ROOT).replaceFirst("^0x", ""));
    }
    return into;
  }

  private static JsonNode onlyNew(List<JsonNode> sessions, Set<String> seen) {
    List<JsonNode> added = sessions.stream()
        .filter(session -> seen.add(session.get("session").asString()))
        .toList();
    assertThat(added).hasSize(1);
    return added.getFirst();
  }

  private static void send(byte[] bytes) throws IOException {
    try (var socket = new Socket("localhost", tart.telemetryPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).as("nothing is answered, the gateway closes after us")
          .isEqualTo(-1);
    }
  }

  /** Behind the frame's length, the version, the parameters (whose length the frame's tells) and the genesis hash. */
  private static int peerIdOffset(byte[] bytes) {
    return 4 + 1 + ((bytes[0] & 0xff) == 0xf3 ? 122 : 134) + 32;
  }
}
