package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.testsupport.Await;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A network that knows what it said, against what TART answers, through the death of the whole process. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulatedNetworkIT {

  private static final Duration STORY = Duration.ofSeconds(Long.getLong("tart.test.story-seconds", 12));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void the_counts_of_the_api_equal_the_account_of_the_nodes() throws InterruptedException {
    try (var tart = TartProcess.up(TartProcess.newDataDirectory("counts"))) {
      var story = Story.of(StoryConfig.of(50, Instant.now()).withDuration(STORY).withSeed(7))
          .startingAt(Instant.now());
      try (var simulation = Simulation.start(story, SendingConfig.to("localhost", tart.telemetryPort()))) {
        assertThat(simulation.awaitEnd(STORY.plus(PATIENCE))).isTrue();
        assertThat(tart.flush().exitCode()).isZero();

        var api = new Api(tart.api());
        simulation.account().eventsByNodeAndType().forEach((node, sent) -> {
          JsonNode answer = api.get("/api/nodes/" + node.toHex());
          Map<Integer, Long> counted = new TreeMap<>();
          answer.get("events_by_type")
              .properties()
              .forEach(count -> counted.put(Integer.valueOf(count.getKey()), count.getValue().asLong()));
          assertThat(counted).as(node.toHex()).isEqualTo(new TreeMap<>(sent));
          assertThat(answer.get("event_count").asLong())
              .isEqualTo(sent.values().stream().mapToLong(n -> n).sum());
          assertThat(answer.get("dropped").asLong())
              .isEqualTo(simulation.account().droppedByNode().getOrDefault(node, 0L));
        });
        assertThat(api.get("/api/stats").get("event_count").asLong())
            .isEqualTo(simulation.account().events());
        assertThat(api.all("/api/nodes", "nodes")).hasSize(50);
      }
    }
  }

  @Test
  void after_a_kill_the_tables_equal_the_log_and_the_log_is_a_prefix_of_what_was_sent()
      throws InterruptedException {
    var data = TartProcess.newDataDirectory("kill");
    var before = TartProcess.up(data);
    int port = before.telemetryPort();
    var story = Story.of(StoryConfig.of(30, Instant.now()).withDuration(STORY).withSeed(11).withRate(100))
        .startingAt(Instant.now());
    var sending = SendingConfig.to("localhost", port).withRecording().withPatience(PATIENCE);
    try (var simulation = Simulation.start(story, sending)) {
      Await.until("events are under way", PATIENCE, () -> simulation.account().events() > 5_000);
      before.kill();
      try (var after = TartProcess.up(data, "--telemetry-port", Integer.toString(port))) {
        assertThat(simulation.awaitEnd(STORY.plus(PATIENCE))).isTrue();
        assertThat(after.flush().exitCode()).isZero();

        var log = PlainLog.read(after.bootstrapServers(), "tart.telemetry");
        assertThat(log.size()).as("sessions of both lives").isGreaterThan(30);
        assertThat(new Tables(after.jdbcUrl()).frames()).isEqualTo(messages(log));
        assertEachSessionIsAPrefix(log, simulation.account().sessions());
      }
    }
  }

  private static Map<UUID, SortedMap<Long, ByteBuffer>> messages(
      Map<UUID, SortedMap<Long, PlainLog.Frame>> log) {
    Map<UUID, SortedMap<Long, ByteBuffer>> messages = new TreeMap<>();
    log.forEach((session, frames) -> {
      SortedMap<Long, ByteBuffer> bySeq = new TreeMap<>();
      frames.forEach((seq, frame) -> bySeq.put(seq, frame.message()));
      messages.put(session, bySeq);
    });
    return messages;
  }

  /** A node's sessions follow each other, and a session's number is a UUIDv7: both sides are in order of time. */
  private static void assertEachSessionIsAPrefix(Map<UUID, SortedMap<Long, PlainLog.Frame>> log,
      List<SessionAccount> sent) {
    Map<String, List<ByteBuffer>> accounts = new HashMap<>();
    sent.forEach(session -> accounts.computeIfAbsent(session.node().toHex(), node -> new ArrayList<>())
        .add(frames(session)));
    log.forEach((session, frames) -> {
      assertThat(frames.lastKey()).as("gapless " + session).isEqualTo(frames.size() - 1L);
      ByteBuffer stored = concatenated(frames);
      String node = frames.values().iterator().next().node();
      List<ByteBuffer> candidates = accounts.getOrDefault(node, List.of());
      ByteBuffer origin = candidates.stream()
          .filter(candidate -> isPrefix(stored, candidate))
          .findFirst()
          .orElseThrow(() -> new AssertionError(
              "session " + session + " is not the beginning of anything that was sent"));
      candidates.remove(origin);
    });
  }

  private static boolean isPrefix(ByteBuffer stored, ByteBuffer whole) {
    return stored.remaining() <= whole.remaining() && stored.equals(whole.slice(0, stored.remaining()));
  }

  /** The recorded stream behind its first message, the node information. */
  private static ByteBuffer frames(SessionAccount session) {
    ByteBuffer stream = ByteBuffer.wrap(session.stream().orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
    if (stream.remaining() < 4 || stream.remaining() < 4 + stream.getInt(0)) {
      return ByteBuffer.allocate(0);
    }
    return stream.slice(4 + stream.getInt(0), stream.remaining() - 4 - stream.getInt(0));
  }

  private static ByteBuffer concatenated(SortedMap<Long, PlainLog.Frame> frames) {
    int size = frames.values().stream().mapToInt(frame -> 4 + frame.message().remaining()).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    frames.values()
        .forEach(frame -> bytes.putInt(frame.message().remaining()).put(frame.message().duplicate()));
    return bytes.flip();
  }
}
