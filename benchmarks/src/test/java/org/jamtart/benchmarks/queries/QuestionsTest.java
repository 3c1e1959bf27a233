package org.jamtart.benchmarks.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class QuestionsTest {

  private static final String DOCUMENT = """
      {"paths": {
        "/api/cores/{core_id}": {"get": {
          "parameters": [
            {"name": "core_id", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "start", "in": "query", "required": true, "schema": {"type": "string"}},
            {"name": "end", "in": "query", "schema": {"type": "string"}},
            {"name": "group_by", "in": "query", "schema": {"enum": ["type", "node"], "default": "type"}},
            {"name": "node", "in": "query", "schema": {"type": "string"}},
            {"name": "node_id", "in": "query", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer"}}],
          "responses": {"200": {"content": {"application/json": {}}}}}},
        "/api/stream": {"get": {"responses": {"200": {"content": {"text/event-stream": {}}}}}},
        "/api/ws": {"get": {"responses": {"101": {}}}},
        "/api/flush": {"post": {"responses": {"200": {"content": {"application/json": {}}}}}}}}
      """;

  private static Questions read(boolean filters) {
    return Questions.read(JsonMapper.shared().readTree(DOCUMENT), filters);
  }

  @Test
  void what_streams_or_changes_something_is_left_out_and_said_to_be() {
    assertThat(read(false).leftOut()).containsOnly(entry("GET /api/stream", "a stream"),
        entry("GET /api/ws", "a stream"), entry("POST /api/flush", "no GET"));
  }

  @Test
  void every_choice_of_a_parameter_is_a_question_of_its_own_and_filters_are_if_wanted() {
    assertThat(read(false).asked()).extracting(Question::label)
        .containsExactly("/api/cores/{core_id}", "/api/cores/{core_id}?group_by=node");
    assertThat(read(true).asked()).extracting(Question::label)
        .containsExactly("/api/cores/{core_id}", "/api/cores/{core_id}?group_by=node",
            "/api/cores/{core_id}?node=…");
  }

  @Test
  void a_request_has_the_values_and_the_range() {
    Question question = read(true).asked().get(2);

    String request = question.request(Map.of("core_id", "7", "node", "ab"), Duration.ofHours(1),
        Instant.parse("2026-01-02T00:00:00Z"));

    assertThat(request)
        .isEqualTo("/api/cores/7?node=ab&start=2026-01-01T23:00:00Z&end=2026-01-02T00:00:00Z");
  }
}
