package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.testsupport.Await;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The stream of live events against the account of the nodes and against the tables. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Tag("long")
class LiveStreamIT {

  private static final Duration STORY = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** What the persister may know from earlier events of the session, and an event does not say itself. */
  private static final List<String> ENRICHED = List.of("slot", "core", "hash");

  private final Map<String, JsonNode> events = new HashMap<>();

  @Test
  void through_disconnects_a_client_gets_what_the_nodes_said_once_and_as_the_tables_have_it()
      throws InterruptedException {
    try (var tart = TartProcess.up(TartProcess.newDataDirectory("live"))) {
      URI stream = URI.create(tart.api() + "/api/events/stream");
      String position = Await.value("the end of the log is known", PATIENCE, () -> read(stream, "", 1, 0),
          found -> !found.isEmpty());
      var story = Story.of(StoryConfig.of(20, Instant.now()).withDuration(STORY).withSeed(3))
          .startingAt(Instant.now());
      try (var simulation = Simulation.start(story, SendingConfig.to("localhost", tart.telemetryPort()))) {
        int connections = 0;
        while (!simulation.awaitEnd(Duration.ofMillis(1))) {
          position = read(stream, position, 1 + connections++ % 3, Integer.MAX_VALUE);
        }
        while (events.size() < simulation.account().events()) {
          position = read(stream, position, 1 + connections++ % 3, (int) simulation.account().events());
        }
        assertThat(connections).isGreaterThan(2);

        Map<String, Map<Integer, Long>> counts = new TreeMap<>();
        events.values()
            .forEach(event -> counts
                .computeIfAbsent(event.get("node_id").stringValue(), any -> new TreeMap<>())
                .merge(event.get("event_type").asInt(), 1L, Long::sum));
        Map<String, Map<Integer, Long>> said = new TreeMap<>();
        simulation.account()
            .eventsByNodeAndType()
            .forEach((node, types) -> said.put(node.toHex(), new TreeMap<>(types)));
        assertThat(counts).isEqualTo(said);
      }
      assertThat(tart.flush().exitCode()).isZero();
      assertThatTablesSayTheSame(new Api(tart.api()),
          events.values().iterator().next().get("node_id").stringValue());
    }
  }

  private void assertThatTablesSayTheSame(Api api, String node) {
    List<JsonNode> rows = api.all("/api/nodes/" + node + "/events", "events");
    assertThat(rows).isNotEmpty();
    for (JsonNode row : rows) {
      var live = ((ObjectNode) event(row)).deepCopy();
      var stored = ((ObjectNode) row).deepCopy();
      ENRICHED.forEach(key -> {
        if (!live.has(key)) {
          stored.remove(key);
        }
      });
      assertThat(live).isEqualTo(stored);
    }
  }

  private JsonNode event(JsonNode row) {
    assertThat(events).containsKey(key(row));
    return Objects.requireNonNull(events.get(key(row)));
  }

  private static String key(JsonNode event) {
    return event.get("session").stringValue() + "/" + event.get("seq").asLong();
  }

  /** Reads some messages, or until there are as many events, and hangs up; returns the position. */
  private String read(URI stream, String position, int messages, int enough) {
    String id = position;
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(stream).header("Accept", "text/event-stream");
      if (!position.isEmpty()) {
        request.header("Last-Event-ID", position);
      }
      HttpResponse<Stream<String>> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
      if (answer.statusCode() != 200) {
        assertThat(answer.statusCode()).isEqualTo(503);
        return id;
      }
      Iterator<String> lines = answer.body().iterator();
      String next = id;
      String data = "";
      for (int left = messages; left > 0 && lines.hasNext();) {
        String line = lines.next();
        if (line.startsWith("id: ")) {
          next = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty()) {
          id = next;
          keep(data);
          data = "";
          left = events.size() >= enough ? 0 : left - 1;
        }
      }
      http.shutdownNow();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String data) {
    if (!data.isEmpty()) {
      JsonMapper.shared().readTree(data).forEach(event -> {
        assertThat(events.put(key(event), event)).as("twice: " + key(event)).isNull();
      });
    }
  }
}
