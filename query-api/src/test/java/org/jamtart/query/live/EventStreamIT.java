package org.jamtart.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
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

/** Two query APIs on one log: one remembers the newest events, the other next to nothing. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventStreamIT {

  private static final String STREAM = "/api/events/stream";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestScope scope;
  private final Api api;
  private final Api forgetful;
  private final KafkaProducer<byte[], byte[]> producer;
  private int nodes;

  EventStreamIT(TestScope scope) throws InterruptedException, TimeoutException {
    this.scope = scope;
    this.producer = Voice.producer(scope);
    this.api = Api.start(scope, "--tart.query.live.keep-alive=200ms");
    this.forgetful = Api.start(scope, "--tart.query.live.memory=1MB", "--tart.query.live.catch-ups=1",
        "--tart.query.live.keep-alive=200ms");
    for (Api each : List.of(api, forgetful)) {
      Await.until("the end of the log is found", SOON, () -> each.bean(Tail.class).now() != null);
    }
  }

  @Test
  void an_event_comes_at_once_as_the_lists_of_events_show_it() {
    Voice voice = voice();
    try (var client = SseClient.connect(api, STREAM + "?node=" + voice.node(), null)) {
      assertThat(client.answer().headers().firstValue("Content-Type")).hasValueSatisfying(
          type -> assertThat(type).startsWith("text/event-stream"));
      voice.open();
      voice.say(Voice.bestBlock(77, Fixtures.peerId(9)));
      JsonNode event = client.events(1).getFirst();
      assertThat(event.get("node_id").stringValue()).isEqualTo(voice.node());
      assertThat(event.get("node_name").stringValue()).isEqualTo("fixture-node");
      assertThat(event.get("event_name").stringValue()).isEqualTo("BestBlockChanged");
      assertThat(event.get("session").stringValue()).isEqualTo(voice.session().toString());
      assertThat(event.get("seq").asLong()).isZero();
      assertThat(event.get("event_id").asLong()).isZero();
      assertThat(event.get("slot").asLong()).isEqualTo(77);
      assertThat(event.get("hash").stringValue()).isEqualTo("0x" + Fixtures.peerId(9).toHex());
      assertThat(event.get("data").get("BestBlockChanged").get("hash").isString()).isTrue();
      assertThat(event.get("received_at").stringValue()).endsWith("Z");
    }
  }

  @Test
  void what_is_no_event_is_left_out_and_keeps_its_number() {
    Voice voice = voice();
    try (var client = SseClient.connect(api, STREAM + "?bytes=array&node=" + voice.node(), null)) {
      byte[] unknown = new byte[20];
      unknown[8] = (byte) 250;
      voice.run(List.of(new byte[0], unknown, new byte[]{1, 2, 3}));
      voice.say(Voice.bestBlock(1, Fixtures.peerId(1)));
      List<JsonNode> events = client.events(2);
      assertThat(events).extracting(event -> event.get("seq").asLong()).containsExactly(1L, 3L);
      assertThat(events).extracting(event -> event.get("event_id").asLong()).containsExactly(1L, 3L);
      assertThat(events.getFirst().get("group").stringValue()).isEqualTo("unknown");
      assertThat(events.getLast().get("data").get("BestBlockChanged").get("hash")).hasSize(32);
    }
  }

  @Test
  void filters_of_different_names_must_all_hold() {
    Voice one = voice();
    Voice other = voice();
    Bytes32 hash = Fixtures.peerId(4711 + one.hashCode());
    Map<String, String> wanted = new HashMap<>();
    wanted.put("node=" + one.node(), "1:0 1:1 1:2 1:3");
    wanted.put("node=" + one.node() + "," + other.node().toUpperCase(java.util.Locale.ROOT)
        + "&type=BestBlockChanged,93", "1:0 1:1 1:3 2:0");
    wanted.put("hash=0x" + hash.toHex(), "1:0 1:3 2:0");
    wanted.put("hash=" + hash.toHex() + "&core=3,340", "1:3 2:0");
    wanted.put("hash=" + hash.toHex() + "&group=status", "1:0");
    wanted.put("group=status&type=13&node=" + one.node(), "1:2");
    Map<String, SseClient> clients = new HashMap<>();
    wanted.keySet()
        .forEach(filter -> clients.put(filter, SseClient.connect(api, STREAM + "?" + filter, null)));
    one.say(Voice.bestBlock(1, hash));
    one.say(Voice.duplicate(7, Fixtures.peerId(1)));
    one.say(Voice.synced());
    one.say(Voice.duplicate(340, hash));
    other.say(Voice.duplicate(3, hash));
    clients.forEach((filter, client) -> {
      String expected = Objects.requireNonNull(wanted.get(filter));
      List<JsonNode> events = client.events(expected.split(" ").length);
      assertThat(events.stream()
          .map(event -> (event.get("node_id").stringValue().equals(one.node()) ? "1:" : "2:")
              + event.get("seq").asLong())
          .sorted()).as(filter).containsExactly(expected.split(" "));
      client.close();
    });
  }

  @Test
  void through_disconnects_no_event_is_missed_and_none_comes_twice() throws Exception {
    Voice one = voice();
    Voice other = voice();
    var talking = talk(one, other);
    Map<String, List<Long>> got = new HashMap<>();
    String filter = STREAM + "?node=" + one.node() + "," + other.node();
    String position = firstPosition(filter);
    talking.begin();
    int total = 0;
    int connections = 0;
    while (total < talking.expected()) {
      // Any instance serves any client, and knows where it was.
      try (var client = SseClient.connect(connections++ % 2 == 0 ? api : forgetful, filter, position)) {
        for (JsonNode event : client.events(1)) {
          got.computeIfAbsent(event.get("session").stringValue(), any -> new ArrayList<>())
              .add(event.get("seq").asLong());
          total++;
        }
        position = client.lastId();
      }
    }
    assertThat(connections).isGreaterThanOrEqualTo(talking.expected() / Course.MOST_EVENTS);
    talking.end();
    for (Voice voice : List.of(one, other)) {
      assertThat(got.get(voice.session().toString()))
          .containsExactlyElementsOf(IntStream.range(0, (int) voice.said()).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void what_is_not_remembered_is_read_from_the_log() throws Exception {
    Voice voice = voice();
    String filter = STREAM + "?node=" + voice.node();
    String position = firstPosition(filter);
    voice.chatter(12_000, 50); // more than the forgetful one remembers
    Await.until("the tail has passed them", SOON,
        () -> forgetful.bean(Tail.class).figure(ring -> ring.first()) > 0);
    var talking = talk(voice);
    talking.begin();
    try (var client = SseClient.connect(forgetful, filter, position)) {
      List<JsonNode> events = client.events(12_000 + talking.expected());
      assertThat(events).extracting(event -> event.get("seq").asInt())
          .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
      talking.end();
      assertThat(client.poll(Duration.ofMillis(500))).isNull();
    }
  }

  @Test
  void a_client_that_is_too_slow_is_told_what_it_missed_and_holds_nobody_up() throws Exception {
    Voice voice = voice();
    String filter = STREAM + "?bytes=array&node=" + voice.node();
    try (var slow = SseClient.paused(forgetful, filter, null);
        var quick = SseClient.connect(forgetful, filter, null)) {
      for (int i = 0; i < 30; i++) {
        voice.chatter(1_000, 100);
        assertThat(quick.events(1_000)).hasSize(1_000);
      }
      slow.read();
      List<Long> got = new ArrayList<>();
      long missed = 0;
      while (got.size() + missed < 30_000) {
        SseClient.Message message = slow.next();
        if (message.event().equals("lag")) {
          missed += message.json().get("missed").asLong();
          resume(filter, message, got);
        } else {
          message.json().forEach(event -> got.add(event.get("seq").asLong()));
        }
      }
      assertThat(missed).isPositive();
      assertThat(got.size() + missed).isEqualTo(30_000);
    }
  }

  /** From the position that it was told, a client gets exactly what it missed, from the event behind its last one on. */
  private void resume(String filter, SseClient.Message lag, List<Long> got) {
    long missed = lag.json().get("missed").asLong();
    try (var again = SseClient.connect(api, filter, lag.json().get("resume").stringValue())) {
      JsonNode first = again.events(1).getFirst();
      assertThat(first.get("seq").asLong()).isEqualTo(got.isEmpty() ? 0 : got.getLast() + 1);
      assertThat(missed).isPositive();
    }
  }

  /** Until what was said at a position is too old for the tail's memory, so that it can come from the log alone. */
  private static void awaitForgotten(Api api, String position) {
    StreamPosition said = StreamPosition.parse(position);
    Await.until("the tail has passed the position", SOON, () -> {
      var now = api.bean(Tail.class).now();
      Batch oldest = now == null ? null : now.ring().get(now.ring().first());
      return oldest != null && !said.hasReached(oldest.passage().start());
    });
  }

  @Test
  void more_clients_than_may_read_older_events_are_asked_to_wait() throws Exception {
    Voice voice = voice();
    String filter = STREAM + "?bytes=array&node=" + voice.node();
    String position = firstPosition(filter);
    voice.chatter(30_000, 100);
    awaitForgotten(forgetful, position);
    try (var reading = SseClient.paused(forgetful, filter, position);
        var refused = SseClient.connect(forgetful, filter, position);
        var live = SseClient.connect(forgetful, filter, null)) {
      assertThat(reading.answer().statusCode()).isEqualTo(200);
      assertThat(refused.answer().statusCode()).isEqualTo(503);
      assertThat(refused.answer().headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.problem().get("type").stringValue()).isEqualTo("urn:tart:problem:stream-busy");
      assertThat(live.answer().statusCode()).isEqualTo(200);
    }
    Await.until("the place is free again", SOON, () -> {
      try (var again = SseClient.connect(forgetful, filter, position)) {
        return again.answer().statusCode() == 200;
      }
    });
  }

  @Test
  void a_position_older_than_the_log_gets_one_message_of_what_is_missing() throws Exception {
    try (var own = TestScope.open("live-gap")) {
      KafkaProducer<byte[], byte[]> there = Voice.producer(own);
      Voice speaker = new Voice(there, own.topic(), 1);
      try (Api alone = Api.start(own, own.database(), "--tart.query.live.memory=1MB")) {
        Await.until("the end of the log is found", SOON, () -> alone.bean(Tail.class).now() != null);
        String position = firstPosition(alone, STREAM);
        speaker.chatter(20_000, 100); // 200 records
        Map<TopicPartition, Long> ends = ends(own);
        var partition = ends.entrySet().stream().filter(end -> end.getValue() > 0).findFirst().orElseThrow();
        assertThat(partition.getValue()).isEqualTo(200);
        own.infra()
            .admin()
            .deleteRecords(Map.of(partition.getKey(), RecordsToDelete.beforeOffset(30)))
            .all()
            .get();
        awaitForgotten(alone, position);
        try (var client = SseClient.connect(alone, STREAM, position)) {
          SseClient.Message gap = client.next();
          assertThat(gap.event()).isEqualTo("gap");
          assertThat(gap.json().get("records").asLong()).isEqualTo(30);
          assertThat(gap.json().get("partitions")).hasSize(1);
          assertThat(gap.json().get("partitions").get(0)).hasToString(
              "{\"partition\":" + partition.getKey().partition() + ",\"from\":0,\"to\":30}");
          assertThat(client.events(17_000)).extracting(event -> event.get("seq").asInt())
              .containsExactlyElementsOf(IntStream.range(3_000, 20_000).boxed().toList());
        }
      }
    }
  }

  @Test
  void a_position_that_cannot_be_is_refused() {
    StreamPosition here = StreamPosition.parse(firstPosition(STREAM));
    long[] far = {1L << 40, 0, 0, 0};
    for (String position : Stream
        .of("x", "AQ", "!", new StreamPosition(here.log() + 1, new long[4], new int[4]).text(),
            new StreamPosition(here.log(), new long[3], new int[3]).text(),
            new StreamPosition(here.log(), far, new int[4]).text())
        .toList()) {
      try (var client = SseClient.connect(api, STREAM, position)) {
        assertThat(client.answer().statusCode()).as(position).isEqualTo(400);
        assertThat(client.problem().get("parameter").stringValue()).isEqualTo("Last-Event-ID");
      }
    }
    assertThat(api.get(STREAM + "?from=%21").json().get("parameter").stringValue()).isEqualTo("from");
    for (String wrong : List.of("core=65536", "core=x", "hash=12", "node=1", "type=Nothing", "group=nothing",
        "bytes=octal", "since=1")) {
      assertThat(api.get(STREAM + "?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void figures_come_every_second() throws Exception {
    Voice voice = voice();
    try (var client = SseClient.connect(api, "/api/metrics/stream", null)) {
      for (int slot = 1; slot <= 20; slot++) {
        voice.say(Voice.bestBlock(slot, Fixtures.peerId(slot)));
      }
      JsonNode metrics = Stream.generate(client::next)
          .peek(message -> assertThat(message.event()).isEqualTo("metrics"))
          .map(SseClient.Message::json)
          .filter(figures -> figures.get("last_10s").get("blocks").asLong() >= 20)
          .findFirst()
          .orElseThrow();
      assertThat(metrics.get("latest_slot").asLong()).isGreaterThanOrEqualTo(20);
      assertThat(metrics.get("active_nodes").asInt()).isPositive();
      assertThat(metrics.get("last_10s").get("events_per_second").asDouble()).isGreaterThanOrEqualTo(2);
      assertThat(metrics.get("last_1m").get("events").asLong()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void fifty_clients_get_the_same() throws Exception {
    Voice voice = voice();
    String filter = STREAM + "?node=" + voice.node();
    List<SseClient> clients = IntStream.range(0, 50)
        .mapToObj(i -> SseClient.connect(api, filter, null))
        .toList();
    voice.chatter(500, 10);
    for (SseClient client : clients) {
      assertThat(client.events(500)).extracting(event -> event.get("seq").asInt())
          .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
      client.close();
    }
    Await.until("the clients are gone", SOON, () -> api.bean(Clients.class).count() < 50);
  }

  @Test
  void a_client_that_gets_nothing_still_moves_on() throws Exception {
    Voice voice = voice();
    try (var client = SseClient.connect(api, STREAM + "?node=" + "0".repeat(64), null)) {
      Await.until("a first position", SOON, () -> !client.lastId().isEmpty());
      String first = client.lastId();
      voice.chatter(10, 10);
      Await.until("a later position", SOON, () -> !client.lastId().equals(first));
      assertThat(StreamPosition.parse(client.lastId()).hasReached(StreamPosition.parse(first))).isTrue();
    }
  }

  private synchronized Voice voice() {
    return new Voice(producer, scope.topic(), 1_000 + nodes++);
  }

  private String firstPosition(String path) {
    return firstPosition(api, path);
  }

  private static String firstPosition(Api api, String path) {
    try (var client = SseClient.connect(api, path, null)) {
      return Await.value("a first position", SOON, client::lastId, id -> !id.isEmpty());
    }
  }

  private static Map<TopicPartition, Long> ends(TestScope scope)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int i = 0; i < TestScope.PARTITIONS; i++) {
      var partition = new TopicPartition(scope.topic(), i);
      ends.put(partition, scope.infra()
          .admin()
          .listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset());
    }
    return ends;
  }

  private static Talk talk(Voice... voices) {
    return new Talk(List.of(voices));
  }

  /** Voices that go on talking in runs of different sizes, in the background. */
  private static final class Talk {

    private static final int ROUNDS = 60;
    private static final int EVENTS = 40;

    private final List<Voice> voices;
    private @Nullable CompletableFuture<Void> talking;

    Talk(List<Voice> voices) {
      this.voices = voices;
    }

    int expected() {
      return ROUNDS * EVENTS * voices.size();
    }

    void begin() {
      talking = CompletableFuture.runAsync(() -> {
        for (int round = 0; round < ROUNDS; round++) {
          for (Voice voice : voices) {
            try {
              voice.chatter(EVENTS, 1 + round % 40);
            } catch (InterruptedException | ExecutionException e) {
              throw new AssertionError(e);
            }
          }
        }
      });
    }

    void end() throws ExecutionException, InterruptedException {
      Objects.requireNonNull(talking).get();
    }
  }
}
