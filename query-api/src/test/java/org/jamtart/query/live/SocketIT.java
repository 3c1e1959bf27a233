package org.jamtart.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jamtart.query.fixture.Api;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SocketIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SUBSCRIBE = "{\"type\":\"Subscribe\",\"filter\":%s}";
  private static final String SUBSCRIBE_BATCH = "{\"type\":\"Subscribe\",\"batch\":true,\"filter\":%s}";

  private final TestScope scope;
  private final Api api;
  private final KafkaProducer<byte[], byte[]> producer;
  private int nodes;

  SocketIT(TestScope scope) throws InterruptedException, TimeoutException {
    this.scope = scope;
    this.producer = Voice.producer(scope);
    this.api = Api.start(scope, "--tart.query.live.memory=4MB", "--tart.query.live.keep-alive=1s");
    Await.until("the end of the log is found", SOON, () -> api.bean(Tail.class).now() != null);
  }

  @Test
  void a_client_is_greeted_told_figures_and_answered() throws Exception {
    Voice voice = voice();
    voice.chatter(300, 50);
    Await.until("the events are remembered", SOON, () -> api.bean(Tail.class).recent(300).size() == 300);
    try (var client = WsClient.connect(api, "/api/ws")) {
      JsonNode connected = client.next();
      assertThat(connected.get("type").stringValue()).isEqualTo("connected");
      assertThat(connected.get("timestamp").stringValue()).endsWith("Z");
      assertThat(connected.get("data").get("message").isString()).isTrue();
      assertThat(connected.get("data").get("recent_event_samples")).hasSize(200);
      JsonNode stats = client.next();
      assertThat(stats.get("type").stringValue()).isEqualTo("stats");
      assertThat(stats.get("data").get("websocket").get("current_filter")).hasToString("{\"type\":\"All\"}");
      assertThat(stats.get("data").get("connections").get("total").asInt()).isZero();
      assertThat(stats.get("data").get("broadcaster").get("active_subscribers").asInt()).isPositive();

      client.send(SUBSCRIBE.formatted("{\"type\":\"Core\",\"core\":9}"));
      client.next("subscribed");
      client.send("{\"type\":\"Ping\"}");
      assertThat(client.next("pong").get("data").get("uptime_ms").asLong()).isNotNegative();
      client.send("{\"type\":\"GetRecentEvents\",\"limit\":7}");
      JsonNode recent = client.next("recent_events").get("data");
      assertThat(recent.get("count").asInt()).isEqualTo(7);
      assertThat(recent.get("events").get(6).get("event").get("SyncStatusChanged")).isNotNull();
      client.send("{\"type\":\"SubscribeMetrics\",\"interval_ms\":100}");
      assertThat(client.next("metrics_subscribed").get("data").get("interval_ms").asInt()).isEqualTo(500);
      JsonNode metrics = client.next("metrics").get("data");
      assertThat(metrics.get("throughput").get("events_10s").isIntegralNumber()).isTrue();
      client.next("metrics");
      client.send("{\"type\":\"UnsubscribeMetrics\"}");
      client.next("metrics_unsubscribed");
      Await.until("the server has pinged", SOON, () -> client.pings() > 1);
    }
  }

  @Test
  void filters_work_and_can_be_combined() {
    Voice one = voice();
    Voice other = voice();
    Bytes32 hash = Fixtures.peerId(815 + one.hashCode());
    String ours = "{\"type\":\"Nodes\",\"node_ids\":[\"" + one.node() + "\",\"" + other.node() + "\"]}";
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    wanted.put("{\"type\":\"Node\",\"node_id\":\"" + one.node() + "\"}", List.of("1:0", "1:1", "1:2"));
    wanted.put(ours, List.of("1:0", "1:1", "1:2", "2:0"));
    wanted.put(and(ours, "{\"type\":\"EventType\",\"event_type\":93}"), List.of("1:1", "2:0"));
    wanted.put(and(ours, "{\"type\":\"EventTypeRange\",\"start\":11,\"end\":13}"), List.of("1:0", "1:2"));
    wanted.put(and(ours, "{\"type\":\"Groups\",\"groups\":[\"status\"]}"), List.of("1:0", "1:2"));
    wanted.put(and(ours, "{\"type\":\"Or\",\"filters\":[{\"type\":\"Core\",\"core\":340},"
        + "{\"type\":\"EventTypes\",\"event_types\":[\"SyncStatusChanged\",11]}]}"),
        List.of("1:0", "1:2", "2:0"));
    wanted.put("{\"type\":\"Hash\",\"hash\":\"0x" + hash.toHex() + "\"}", List.of("1:0", "2:0"));
    List<WsClient> clients = new ArrayList<>();
    wanted.keySet().forEach(filter -> clients.add(WsClient.subscribed(api, SUBSCRIBE.formatted(filter))));
    one.say(Voice.bestBlock(1, hash));
    one.say(Voice.duplicate(7, Fixtures.peerId(1)));
    one.say(Voice.synced());
    other.say(Voice.duplicate(340, hash));
    var each = clients.iterator();
    wanted.forEach((filter, expected) -> {
      try (WsClient client = each.next()) {
        List<JsonNode> events = client.events(expected.size());
        assertThat(events.stream()
            .map(event -> (event.get("node_id").stringValue().equals(one.node()) ? "1:" : "2:")
                + event.get("id").asLong())
            .sorted()).as(filter).containsExactlyElementsOf(expected);
        assertThat(events.getFirst().get("event").isObject()).isTrue();
        client.send("{\"type\":\"Unsubscribe\"}");
        client.next("unsubscribed");
      }
    });
  }

  @Test
  void what_cannot_be_done_is_answered_and_the_client_stays() {
    try (var client = WsClient.connect(api, "/api/ws")) {
      for (String wrong : List.of("{", "[]", "null", "{\"type\":\"Dance\"}", "{\"type\":\"Subscribe\"}",
          SUBSCRIBE.formatted("{\"type\":\"Node\",\"node_id\":\"12\"}"),
          SUBSCRIBE.formatted("{\"type\":\"Some\"}"),
          SUBSCRIBE.formatted("{\"type\":\"EventType\",\"event_type\":256}"),
          SUBSCRIBE.formatted("{\"type\":\"EventTypeRange\",\"start\":9,\"end\":8}"),
          SUBSCRIBE.formatted("{\"type\":\"And\",\"filters\":[]}"),
          SUBSCRIBE.formatted("{\"type\":\"All\"},\"from\":\"here\""),
          "{\"type\":\"GetRecentEvents\",\"limit\":\"all\"}")) {
        client.send(wrong);
        JsonNode error = client.next("error").get("data");
        assertThat(error.get("status").asInt()).as(wrong).isEqualTo(400);
        assertThat(error.get("detail").stringValue()).isNotEmpty();
      }
      client.send("{\"type\":\"Ping\"}");
      client.next("pong");
    }
  }

  @Test
  void an_unsubscribed_client_gets_no_events() {
    Voice voice = voice();
    try (var client = WsClient.subscribed(api,
        SUBSCRIBE.formatted("{\"type\":\"Node\",\"node_id\":\"" + voice.node() + "\"}"))) {
      voice.say(Voice.synced());
      client.events(1);
      client.send("{\"type\":\"Unsubscribe\"}");
      client.next("unsubscribed");
      voice.say(Voice.synced());
      Await.until("the tail has it", SOON,
          () -> api.bean(Tail.class)
              .recent(1_000)
              .stream()
              .anyMatch(
                  event -> event.session().session().equals(voice.session()) && event.seq() == 1));
      client.send("{\"type\":\"Ping\"}");
      assertThat(client.next("pong").get("data").get("events_received").asLong()).isEqualTo(1);
    }
  }

  @Test
  void through_disconnects_no_event_is_missed_and_none_comes_twice() throws Exception {
    Voice voice = voice();
    String filter = "{\"type\":\"Node\",\"node_id\":\"" + voice.node() + "\"}";
    String position;
    try (var client = WsClient.connect(api, "/api/ws?batch=true")) {
      client.send(SUBSCRIBE.formatted(filter));
      position = client.next("subscribed").get("data").get("position").stringValue();
    }
    var talking = CompletableFuture.runAsync(() -> {
      for (int i = 0; i < 100; i++) {
        try {
          voice.chatter(100, 1 + i % 40); // more than is remembered
        } catch (InterruptedException | ExecutionException e) {
          throw new AssertionError(e);
        }
      }
    });
    List<Integer> got = new ArrayList<>();
    while (got.size() < 10_000) {
      try (var client = WsClient.subscribed(api,
          SUBSCRIBE_BATCH.formatted(filter + ",\"from\":\"" + position + "\""))) {
        for (int i = 0; i < 3 && got.size() < 10_000; i++) {
          JsonNode batch = client.next("batch");
          batch.get("data").forEach(event -> got.add(event.get("data").get("seq").asInt()));
          position = batch.get("position").stringValue();
        }
      }
    }
    talking.get();
    assertThat(got).containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void a_client_that_is_too_slow_is_told_what_it_missed() throws Exception {
    Voice voice = voice();
    String filter = "{\"type\":\"Node\",\"node_id\":\"" + voice.node() + "\"}";
    try (var slow = WsClient.subscribed(api, SUBSCRIBE.formatted(filter))) {
      slow.pause();
      voice.chatter(20_000, 100);
      Await.until("the tail has them", SOON, () -> api.bean(Tail.class)
          .recent(1)
          .stream()
          .anyMatch(
              event -> event.session().session().equals(voice.session()) && event.seq() == 19_999));
      slow.resume();
      long got = 0;
      long missed = 0;
      while (got + missed < 20_000) {
        JsonNode message = slow.next();
        assertThat(slow.isClosed()).isFalse();
        switch (message.get("type").stringValue()) {
          case "event" -> got++;
          case "lag" -> {
            assertThat(message.get("data").get("position").stringValue()).isNotEmpty();
            missed += message.get("data").get("missed").asLong();
            assertThat(StreamPosition.parse(message.get("data").get("resume").stringValue())).isNotNull();
          }
          default -> {
          }
        }
      }
      assertThat(missed).isPositive();
      assertThat(got + missed).isEqualTo(20_000);
    }
  }

  @Test
  void what_is_no_request_for_a_socket_is_refused() {
    assertThat(api.get("/api/ws").status()).isEqualTo(426);
    assertThat(api.get("/api/ws?batches=true").status()).isEqualTo(400);
    assertThat(refused("/api/ws?bytes=octal", null)).isEqualTo(400);
    assertThat(refused("/api/ws", "https://elsewhere.example")).isEqualTo(403);
    int before = api.bean(Clients.class).count();
    try (var client = WsClient.connect(api, "/api/ws")) {
      client.next("connected");
    }
    Await.until("nobody is counted that is gone", SOON, () -> api.bean(Clients.class).count() <= before);
  }

  private int refused(String path, @Nullable String origin) {
    try (var http = HttpClient.newHttpClient()) {
      var builder = http.newWebSocketBuilder();
      if (origin != null) {
        builder.header("Origin", origin);
      }
      var socket = builder.buildAsync(URI.create(api.root().replaceFirst("http", "ws") + path),
          new WebSocket.Listener() {
          });
      int[] status = new int[1];
      assertThatThrownBy(socket::get).cause()
          .isInstanceOfSatisfying(WebSocketHandshakeException.class,
              e -> status[0] = e.getResponse().statusCode());
      return status[0];
    }
  }

  private static String and(String one, String other) {
    return "{\"type\":\"And\",\"filters\":[" + one + "," + other + "]}";
  }

  private synchronized Voice voice() {
    return new Voice(producer, scope.topic(), 2_000 + nodes++);
  }
}
