package org.jamtart.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamsIT {

  private static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private final Rows rows;
  private final Api api;

  StreamsIT(TestScope scope) {
    rows = new Rows(scope.database());
    api = Api.start(scope);
    Await.until("the log was asked", Duration.ofSeconds(30),
        () -> component("log").get("status").stringValue().equals("Healthy"));
  }

  /** Node n received 10 n + 3: 10 n stored, 1 expired, 1 in quarantine, 1 beyond. */
  @BeforeEach
  void write() {
    rows.execute("truncate node_stream, node_total, node_sum, pending_sums, node");
    for (int node = 1; node <= 5; node++) {
      rows.node(node, TIME);
      rows.execute(
          "insert into node_stream values (%d, 2, %d, 4, 0, null, %d, 1, 1, 1, 2500, 1500)".formatted(node,
              10 * node + 3, 10 * node));
      rows.nodeTotal(node, 10, 10 * node, 0, 1, 0, BigDecimal.ZERO);
      rows.nodeTotal(node, 0, 1, 0, 0, 0, new BigDecimal(MOST));
      rows.nodeTotal(node, 13, 0, 0, 0, 2, BigDecimal.ZERO);
    }
  }

  @Test
  void Every_message_that_was_received_is_accounted_for_by_node_and_in_all() {
    JsonNode answer = api.json("/api/streams");
    assertThat(answer.get("adds_up").booleanValue()).isTrue();
    assertThat(answer.get("total")).hasToString(
        "{\"nodes\":5,\"sessions\":10,\"received\":165,\"stored\":150,\"expired\":5,\"quarantined\":5,\"beyond_quota\":5,"
            + "\"malformed\":10,\"unknown\":0,\"dropped\":" + MOST.multiply(BigInteger.valueOf(5))
            + ",\"duplicates\":20,\"gaps\":0,\"wrong\":0}");
    JsonNode third = answer.get("streams").get(2);
    assertThat(third.get("node_id").stringValue()).isEqualTo(Fixtures.peerId(3).toHex());
    assertThat(third.get("received").intValue()).isEqualTo(33);
    assertThat(third.get("dropped").bigIntegerValue()).isEqualTo(MOST);
    assertThat(third.get("event_lag_ms").doubleValue()).isEqualTo(2.5);
    assertThat(third.get("receipt_lag_ms").doubleValue()).isEqualTo(1.5);
    assertThat(third.get("adds_up").booleanValue()).isTrue();
    assertThat(answer.get("lag").get("records").intValue()).isZero();

    JsonNode one = api.json("/api/streams?node=" + Fixtures.peerId(4).toHex()).get("streams");
    assertThat(one).hasSize(1);
    assertThat(one.get(0).get("stored").intValue()).isEqualTo(40);
    assertThat(api.get("/api/streams?node=" + Fixtures.peerId(9).toHex()).status()).isEqualTo(404);
  }

  @Test
  void What_is_still_to_be_added_to_the_totals_belongs_to_them() {
    rows.execute("update node_sum set events = events - 4 where node in (2, 3)");
    rows.execute("update node_sum set malformed = 0 where node in (2, 3)");
    assertThat(api.json("/api/streams").get("total").get("wrong").intValue()).isEqualTo(2);
    for (int half = 0; half < 2; half++) {
      rows.execute("insert into pending_sums (sums, nodes, events, unknown, malformed, dropped) "
          + "values ('', '{2,3}', '{%1$s}', '{1,0}', '{1,1}', '{0,0}')".formatted(half == 0 ? "1,4" : "3,0"));
    }
    JsonNode answer = api.json("/api/streams");
    assertThat(answer.get("adds_up").booleanValue()).isTrue();
    assertThat(answer.get("total").get("unknown").intValue()).isEqualTo(2);
    assertThat(answer.get("streams").get(1).get("unknown").intValue()).isEqualTo(2);
    answer.get("streams").forEach(stream -> assertThat(stream.get("adds_up").booleanValue()).isTrue());
  }

  @Test
  void The_list_pages_by_cursor() {
    List<Integer> stored = new ArrayList<>();
    @Nullable
    String cursor = null;
    do {
      JsonNode page = api.json("/api/streams?limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
      page.get("streams").forEach(stream -> stored.add(stream.get("stored").intValue()));
      cursor = page.has("next") ? page.get("next").stringValue() : null;
    } while (cursor != null);
    assertThat(stored).containsExactly(10, 20, 30, 40, 50);
  }

  @Test
  void What_does_not_add_up_is_said_and_raises_the_alarm() {
    assertThat(component("streams").get("status").stringValue()).isEqualTo("Healthy");
    Await.until("the metric is known", Duration.ofSeconds(30),
        () -> metric("tart_streams_adds_up").equals("1.0"));

    rows.execute("update node_stream set stored = stored - 1 where node = 2");
    JsonNode answer = api.json("/api/streams");
    assertThat(answer.get("adds_up").booleanValue()).isFalse();
    assertThat(answer.get("total").get("wrong").intValue()).isEqualTo(1);
    assertThat(answer.get("streams").get(1).get("adds_up").booleanValue()).isFalse();
    assertThat(answer.get("streams").get(0).get("adds_up").booleanValue()).isTrue();
    JsonNode streams = component("streams");
    assertThat(streams.get("status").stringValue()).isEqualTo("Degraded");
    assertThat(streams.get("message").stringValue()).contains("1 nodes", "/api/streams");
    assertThat(metric("tart_streams_adds_up")).isEqualTo("0.0");
    rows.execute("update node_stream set stored = stored + 1 where node = 2");

    // The account is right in itself, and the total says something else.
    rows.execute(
        "update node_sum set events = events + 1, malformed = malformed - 1 where node = 2");
    assertThat(api.json("/api/streams").get("streams").get(1).get("adds_up").booleanValue()).isFalse();
    rows.execute(
        "update node_sum set events = events - 1, malformed = malformed + 1 where node = 2");

    // What became of the frames is right by both, and they are not as many as the connections numbered.
    rows.execute("update node_stream set frames = frames + 1 where node = 2");
    assertThat(api.json("/api/streams").get("streams").get(1).get("adds_up").booleanValue()).isFalse();
    rows.execute("update node_stream set frames = frames - 1 where node = 2");

    rows.execute("update node_stream set missing = 7, missing_at = now() where node = 1");
    assertThat(api.json("/api/streams").get("adds_up").booleanValue()).isFalse();
    assertThat(api.json("/api/streams").get("streams").get(0).get("gaps").intValue()).isEqualTo(7);
    assertThat(component("streams").get("status").stringValue()).isEqualTo("Degraded");
    assertThat(metric("tart_streams_gaps")).isEqualTo("7.0");
    rows.execute("update node_stream set missing_at = now() - interval '2 days' where node = 1");
    assertThat(component("streams").get("status").stringValue()).isEqualTo("Healthy");
    assertThat(api.json("/api/streams").get("adds_up").booleanValue()).isFalse();
  }

  private JsonNode component(String name) {
    return api.get("/api/health/detailed").json().get("components").get(name);
  }

  private String metric(String name) {
    return api.get("/metrics")
        .http()
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findAny()
        .orElse("");
  }
}
