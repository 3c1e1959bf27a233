package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jamtart.chaos.judge.Origins;
import org.jamtart.chaos.judge.PlainLog;
import org.jamtart.chaos.judge.Tables;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.testsupport.Await;
import org.jamtart.wire.Facts;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A network that knows what it said, against what TART answers, through the death of the whole process. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Order(1) // takes long
class SimulatedNetworkIT {

  private static final Duration STORY = Duration.ofSeconds(Long.getLong("tart.test.story-seconds", 12));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void what_the_api_tells_of_counts_packages_blocks_slots_and_connections_equals_the_account_of_the_nodes()
      throws InterruptedException {
    try (var tart = TartProcess.up(TartProcess.newDataDirectory("counts"))) {
      var story = Story.of(StoryConfig.of(50, Instant.now()).withDuration(STORY).withSeed(7).withCores(16))
          .startingAt(Instant.now());
      var sending = SendingConfig.to("localhost", tart.telemetryPort()).withRecording();
      try (var simulation = Simulation.start(story, sending)) {
        var api = new Api(tart.api());
        var introductions = new Introductions(api, simulation.account());
        introductions.compareConnected(50, PATIENCE);
        assertThat(simulation.awaitEnd(STORY.plus(PATIENCE))).isTrue();
        assertThat(tart.flush().exitCode()).isZero();

        introductions.compareGone();
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
        Instant start = story.config().start();
        new Requests(simulation.account().sessions()).compare(api,
            "?start=" + start.minusSeconds(60) + "&end=" + start.plusSeconds(600));
        new PackageAnswers(api, simulation.account(), start).compare();
        new NetworkAnswers(api, simulation.account(), start).compare();
        new SlotAnswers(api, simulation.account()).compare();
        new HealthAnswers(api, simulation.account(), start).compare();
        new EventAnswers(api, simulation.account(), start).compare();
        new OlderAnswers(api, simulation.account()).compare();
        new OlderBlockAnswers(api, simulation.account()).compare();
        new OlderPackageAnswers(api, simulation.account()).compare();
        new OlderGuaranteeAnswers(api, simulation.account()).compare();
        new OlderCoreAnswers(api, simulation.account()).compare(story.config().cores());
      }
    }
  }

  @Test
  void after_a_kill_the_tables_equal_the_log_and_the_log_is_a_prefix_of_what_was_sent()
      throws InterruptedException, SQLException {
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

        var log = PlainLog.read(after.bootstrapServers());
        assertThat(log.sessions().size()).as("sessions of both lives").isGreaterThan(30);
        assertThat(new Tables(after.jdbcUrl()).compare(log))
            .isEqualTo(new Tables.Comparison(log.frames(), 0, 0, List.of()));
        assertThat(enriched(log, after.jdbcUrl()).keySet()).as("types with facts of earlier events")
            .contains(42, 45, 47, 95, 101, 102, 105, 106, 108, 109, 162, 165, 167);
        assertThat(Origins.of(log.sessions().values(), simulation.account().sessions()).strangers())
            .isEmpty();
      }
    }
  }

  /**
   * Compares core, slot and hash of all rows with what following the references says.
   *
   * @return how many rows of each type had either from an earlier event
   */
  private static Map<Integer, Integer> enriched(PlainLog log, String jdbcUrl) throws SQLException {
    Map<Integer, Integer> enriched = new TreeMap<>();
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement();
        var row = statement.executeQuery("""
            select s.uuid, s.protocol, s.cores, e.seq, e.type, e.core, e.slot, encode(e.hash, 'hex'),
              e.bytes
            from event e join session s on s.id = e.session order by s.uuid, e.seq""")) {
      List<Chains.About> expected = List.of();
      UUID session = new UUID(0, 0);
      while (row.next()) {
        UUID next = row.getObject(1, UUID.class);
        var protocol = new Protocol(row.getInt(2), row.getInt(3));
        if (!next.equals(session)) {
          session = next;
          expected = Chains.of(Objects.requireNonNull(log.sessions().get(session)).stream(), protocol);
        }
        var found = new Chains.About(row.getInt(5), number(row, 6), number(row, 7), row.getString(8));
        assertThat(found).as("frame %d of %s", row.getLong(4), session)
            .isEqualTo(expected.get((int) row.getLong(4)));
        var facts = new Facts();
        byte[] bytes = row.getBytes(9);
        facts.read(bytes, 0, bytes.length, protocol);
        if (found.core() != null && facts.core() < 0 || found.slot() != null && facts.slot() < 0) {
          enriched.merge(found.type(), 1, Integer::sum);
        }
      }
    }
    return enriched;
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }
}
