package org.jamtart.query.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class LogIT {

  /** A whole second; of now, since the broker would drop what is older than its retention in the middle of the test. */
  private static final long FIRST = Instant.now()
      .truncatedTo(ChronoUnit.SECONDS)
      .minusSeconds(60)
      .toEpochMilli();

  @Test
  void It_says_what_the_log_has_and_how_far_who_has_read(TestScope scope) throws Exception {
    // Five records a second apart in partition 0, of which the first is gone; one in partition 2.
    write(scope);
    var topic0 = new TopicPartition(scope.topic(), 0);
    scope.infra().admin().deleteRecords(Map.of(topic0, RecordsToDelete.beforeOffset(1))).all().get();
    var rows = new Rows(scope.database());
    rows.position(0, 3, Instant.ofEpochMilli(FIRST + 2000));
    rows.position(2, 1, Instant.ofEpochMilli(FIRST));
    commit(scope, scope.group(), Map.of(0, 2L, 2, 1L));
    commit(scope, scope.group() + "-other", Map.of(0, 5L));
    Api api = Api.start(scope);
    Await.until("the log was asked", Duration.ofSeconds(30), () -> api.get("/api/log").status() == 200);

    JsonNode log = api.json("/api/log");
    assertThat(log.get("topic").stringValue()).isEqualTo(scope.topic());
    assertThat(log.get("persister_group").stringValue()).isEqualTo(scope.group());
    assertThat(log.get("lag_records").intValue()).isEqualTo(2);
    assertThat(Instant.parse(log.get("stored_until").stringValue()))
        .isEqualTo(Instant.ofEpochMilli(FIRST + 2000));
    assertThat(log.get("partitions").get(0))
        .hasToString("{\"partition\":0,\"first_offset\":1,\"end_offset\":5,"
            + "\"first_time\":\"" + text(1000) + "\",\"last_time\":\"" + text(4000) + "\",\"next_offset\":3,"
            + "\"stored_until\":\"" + text(2000) + "\",\"lag\":2}");
    assertThat(log.get("partitions").get(1))
        .hasToString("{\"partition\":1,\"first_offset\":0,\"end_offset\":0,\"lag\":0}");
    Map<String, JsonNode> groups = new HashMap<>();
    log.get("groups").forEach(group -> groups.put(group.get("group").stringValue(), group));
    assertThat(Objects.requireNonNull(groups.get(scope.group())).get("lag").intValue()).isEqualTo(3);
    assertThat(groups.get(scope.group() + "-other"))
        .hasToString("{\"group\":\"" + scope.group() + "-other\",\"lag\":0,\"committed\":{\"0\":5}}");
  }

  @Test
  void A_log_that_does_not_answer_is_a_problem(TestScope scope) {
    Api api = Api.start(scope, "--tart.log.bootstrap-servers=localhost:1");
    Api.Answer answer = api.get("/api/log");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:tart:problem:log-unavailable");
  }

  private static String text(int millis) {
    return Instant.ofEpochMilli(FIRST + millis).toString().replace("Z", ".000000Z");
  }

  private static void write(TestScope scope) throws Exception {
    var settings = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofDays(1), 0);
    try (var producer = LogClients.producer(settings, "test", 1 << 20, Map.of(), Duration.ofSeconds(30))) {
      for (int i = 0; i < 5; i++) {
        producer.send(new ProducerRecord<>(scope.topic(), 0, FIRST + 1000 * i, new byte[0], new byte[1]))
            .get();
      }
      producer.send(new ProducerRecord<>(scope.topic(), 2, FIRST, new byte[0], new byte[1])).get();
    }
  }

  private static void commit(TestScope scope, String group, Map<Integer, Long> offsets) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    offsets.forEach((partition, offset) -> committed.put(new TopicPartition(scope.topic(), partition),
        new OffsetAndMetadata(offset)));
    scope.infra().admin().alterConsumerGroupOffsets(group, committed).all().get();
  }
}
