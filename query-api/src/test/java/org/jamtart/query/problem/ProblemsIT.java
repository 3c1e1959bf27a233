package org.jamtart.query.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jamtart.query.fixture.Api;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProblemsIT {

  private final Api api;
  private final Api open;

  ProblemsIT(TestScope scope) {
    api = Api.start(scope);
    open = Api.start(scope, "--tart.query.cors-origins=https://dash.example");
  }

  static Stream<Arguments> refused() {
    String time = "2026-11-22T12:00:00Z";
    return Stream.of(Arguments.of("/api/events?limit=0", "limit"),
        Arguments.of("/api/events?limit=-5", "limit"),
        Arguments.of("/api/events?limit=ten", "limit"), Arguments.of("/api/events?limit=5&limit=6", "limit"),
        Arguments.of("/api/events?offset=10", "offset"), Arguments.of("/api/events?type=256", "type"),
        Arguments.of("/api/events?type=Nonsense", "type"),
        Arguments.of("/api/events?event_types=10,x", "event_types"),
        Arguments.of("/api/events?type=1&event_types=2", "event_types"),
        Arguments.of("/api/events?group=all", "group"),
        Arguments.of("/api/events?node=abc", "node"), Arguments.of("/api/events?start=yesterday", "start"),
        Arguments.of("/api/events?start=2026-11-22", "start"),
        Arguments.of("/api/events?end_time=99999-01-01T00:00:00Z", "end_time"),
        Arguments.of("/api/events?start=" + time + "&end=" + time, "end"),
        Arguments.of("/api/events?bytes=base64", "bytes"), Arguments.of("/api/events?cursor=AAAA", "cursor"),
        Arguments.of("/api/events?cursor=%21%21", "cursor"), Arguments.of("/api/events?nodes=1", "nodes"),
        Arguments.of("/api/events?consistent=maybe", "consistent"),
        Arguments.of("/api/nodes?connected=1", "connected"),
        Arguments.of("/api/nodes?offset=1", "offset"),
        Arguments.of("/api/nodes?implementation=a%00b", "implementation"),
        Arguments.of("/api/stats?duration=1h", "duration"), Arguments.of("/api/health?verbose=1", "verbose"),
        Arguments.of("/api/nodes/xyz/events", "id"), Arguments.of("/api/quarantine?node=1", "node"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void What_is_not_allowed_is_refused_by_name(String path, String parameter) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("parameter").stringValue()).isEqualTo(parameter);
    assertThat(problem.get("status").intValue()).isEqualTo(400);
    assertThat(problem.get("value").isString()).isTrue();
    assertThat(problem.get("allowed").stringValue()).isNotEmpty();
    assertThat(problem.get("detail").stringValue()).contains(parameter);
    assertThat(problem.has("properties")).isFalse();
  }

  @Test
  void A_cursor_is_good_for_its_own_list_only() {
    String cursor = new org.jamtart.query.paging.Cursor(1, 2, 3)
        .text(org.jamtart.query.paging.Fingerprint.of("events", "null", "null", "null/null"));
    assertThat(api.get("/api/events?cursor=" + cursor).status()).isEqualTo(200);
    assertThat(api.get("/api/events?limit=9&bytes=array&cursor=" + cursor).status()).isEqualTo(200);
    Api.Answer other = api.get("/api/events?type=10&cursor=" + cursor);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.json().get("parameter").stringValue()).isEqualTo("cursor");
    assertThat(api.get("/api/quarantine?cursor=" + cursor).status()).isEqualTo(400);
  }

  @Test
  void Whatever_the_framework_refuses_is_a_problem_too() {
    for (String path : new String[]{"/api/nothing", "/nothing", "/api/docs/ui/nothing.js"}) {
      Api.Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.header("Content-Type")).as(path).startsWith("application/problem+json");
    }
    Api.Answer wrong = api.post("/api/nodes");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).contains("GET");
    assertThat(wrong.json().get("status").intValue()).isEqualTo(405);
  }

  @Test
  void An_empty_database_answers_every_question() {
    assertThat(api.json("/api/nodes").get("nodes")).isEmpty();
    JsonNode events = api.json("/api/events?limit=50");
    assertThat(events.get("events")).isEmpty();
    assertThat(events.get("has_more").booleanValue()).isFalse();
    assertThat(api.json("/api/events?type=10&node=" + "00".repeat(32)).get("events")).isEmpty();
    assertThat(api.json("/api/events?group=unknown").get("events")).isEmpty();
    assertThat(api.json("/api/quarantine").get("quarantined")).isEmpty();
    assertThat(api.json("/api/quarantine").get("groups")).isEmpty();
    JsonNode stats = api.json("/api/stats");
    for (String key : new String[]{"total_blocks_authored", "best_block", "finalized_block", "event_count",
        "dropped"}) {
      assertThat(stats.get(key).isIntegralNumber()).as(key).isTrue();
      assertThat(stats.get(key).intValue()).as(key).isZero();
    }
  }

  @Test
  void Other_origins_are_let_in_when_they_are_configured_only() {
    Api.Answer closed = api.send(api.request("/api/nodes").header("Origin", "https://dash.example").GET());
    assertThat(closed.header("Access-Control-Allow-Origin")).isEmpty();
    Api.Answer answer = open.send(open.request("/api/nodes").header("Origin", "https://dash.example").GET());
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://dash.example");
    assertThat(open.send(open.request("/api/nodes").header("Origin", "https://evil.example").GET()).status())
        .isEqualTo(403);
  }

  @Test
  void Long_answers_are_compressed_for_who_can_read_that() {
    Api.Answer answer = api
        .send(api.request("/api/docs/ui/swagger-ui.css").header("Accept-Encoding", "gzip").GET());
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
  }

  @Test
  void Braces_need_not_be_escaped() throws Exception {
    java.net.URI root = java.net.URI.create(api.root());
    try (var socket = new java.net.Socket(root.getHost(), root.getPort())) {
      socket.getOutputStream()
          .write("GET /api/events?type={10,11} HTTP/1.0\r\n\r\n"
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(),
          java.nio.charset.StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }
}
