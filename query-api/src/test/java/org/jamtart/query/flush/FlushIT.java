package org.jamtart.query.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.GroupLag.Partition;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.horizon.LogView;
import org.jamtart.query.horizon.LogWatch;
import org.jamtart.query.horizon.PositionSql;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FlushIT {

  private final TestScope scope;
  private final Api api;
  private final Rows rows;

  FlushIT(TestScope scope) {
    this.scope = scope;
    this.api = Api.start(scope);
    this.rows = new Rows(scope.database());
  }

  @Test
  void A_flush_waits_for_what_the_log_held_and_says_what_is_missing() throws Exception {
    assertThat(api.post("/api/flush").json().get("flushed").booleanValue()).isTrue();
    produce();
    Api.Answer late = api.post("/api/flush?timeout=500ms");
    assertThat(late.status()).isEqualTo(504);
    assertThat(late.header("Content-Type")).startsWith("application/problem+json");
    assertThat(late.json().get("type").stringValue()).isEqualTo("urn:tart:problem:not-flushed");
    JsonNode waiting = late.json().get("waiting");
    assertThat(waiting).hasSize(2);
    assertThat(waiting.get(0)).hasToString("{\"partition\":0,\"committed\":0,\"end\":3}");
    assertThat(waiting.get(1)).hasToString("{\"partition\":2,\"committed\":0,\"end\":1}");

    assertThat(api.get("/api/nodes").status()).isEqualTo(200);
    rows.position(0, 3, Instant.now());
    rows.position(2, 1, Instant.now());
    commit(Map.of(0, 3L));
    assertThat(api.post("/api/flush?timeout=500ms").json().get("waiting")).hasSize(1);
    commit(Map.of(0, 3L, 2, 1L));
    assertThat(api.post("/api/flush?timeout=5").status()).isEqualTo(200);
    assertThat(api.get("/api/nodes?consistent=true").status()).isEqualTo(200);

    // The tables are of an older state than what Kafka remembers of them: a failover, a restored backup.
    rows.position(0, 2, Instant.now());
    Api.Answer setBack = api.post("/api/flush?timeout=500ms");
    assertThat(setBack.status()).isEqualTo(504);
    assertThat(setBack.json().get("waiting").get(0))
        .hasToString("{\"partition\":0,\"committed\":2,\"end\":3}");
    rows.position(0, 3, Instant.now());

    // All is stored, and what is to be added up or merged of it is not yet.
    for (String table : List.of("pending_sums", "merge_mark")) {
      rows.execute(table.equals("merge_mark")
          ? "insert into merge_mark (kind, partitions, keys) values (1, '{0}', '{}')"
          : "insert into pending_sums (sums, nodes, events, unknown, malformed, dropped) values ('', '{}', '{}', '{}', '{}', '{}')");
      Api.Answer unfinished = api.post("/api/flush?timeout=3s"); // the log has its answer by then
      assertThat(unfinished.status()).isEqualTo(504);
      assertThat(unfinished.json().get("detail").stringValue())
          .contains("not everything is added up and merged");
      rows.execute("delete from " + table);
    }
    assertThat(api.post("/api/flush?timeout=5").status()).isEqualTo(200);
  }

  @Test
  void What_a_flush_has_learned_of_the_log_is_known_to_all_answers_after_it() throws Exception {
    var settings = new LogSettings(scope.bootstrapServers(), "nothing-in-it", scope.group(), 1, 1,
        Duration.ofDays(1), 0);
    LogTopic.ensure(scope.infra().admin(), settings, Duration.ofSeconds(30));
    Instant now = Instant.parse("2026-11-30T12:00:00Z");
    try (var watch = new LogWatch(settings, () -> now)) {
      new Flusher(watch, api.bean(PositionSql.class)).flush(Duration.ofSeconds(30));
      assertThat(watch.view()).isEqualTo(new LogView(now, List.of(new Partition(0, 0, 0, 0))));
    }
  }

  @Test
  void A_log_that_does_not_answer_ends_in_504_and_harms_nothing_else() throws Exception {
    try (Api alone = Api.start(scope, scope.database(), "--tart.log.bootstrap-servers=localhost:1",
        "--tart.query.flush-timeout=100ms")) {
      assertThat(alone.post("/api/flush").status()).isEqualTo(504);
      assertThat(alone.get("/api/nodes?consistent=true").status()).isEqualTo(504);
      assertThat(alone.get("/api/nodes?consistent=false").status()).isEqualTo(200);
      assertThat(alone.get("/readyz").status()).isEqualTo(200);
      Api.Answer health = alone.get("/api/health/detailed");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().get("components").get("log").get("status").stringValue())
          .isEqualTo("Unhealthy");
    }
  }

  @Test
  void A_timeout_that_cannot_be_is_refused() {
    for (String timeout : new String[]{"61", "61s", "2m", "-1", "soon", "1.5s"}) {
      Api.Answer answer = api.post("/api/flush?timeout=" + timeout);
      assertThat(answer.status()).as(timeout).isEqualTo(400);
      assertThat(answer.json().get("parameter").stringValue()).isEqualTo("timeout");
      assertThat(answer.json().get("value").stringValue()).isEqualTo(timeout);
    }
    assertThat(api.get("/api/flush").status()).isEqualTo(405);
    assertThat(api.post("/api/flush?consistent=true").status()).isEqualTo(400);
  }

  private void produce() throws InterruptedException, TimeoutException, ExecutionException {
    var settings = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofDays(1), 0);
    try (var producer = LogClients.producer(settings, "test", 1 << 20, Map.of(), Duration.ofSeconds(30))) {
      for (int partition : new int[]{0, 0, 0, 2}) {
        producer.send(new ProducerRecord<>(scope.topic(), partition, new byte[0], new byte[]{1})).get();
      }
    }
  }

  private void commit(Map<Integer, Long> offsets) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    offsets.forEach((partition, offset) -> committed.put(new TopicPartition(scope.topic(), partition),
        new OffsetAndMetadata(offset)));
    scope.infra().admin().alterConsumerGroupOffsets(scope.group(), committed).all().get();
  }
}
