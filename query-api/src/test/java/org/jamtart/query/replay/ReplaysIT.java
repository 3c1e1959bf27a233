package org.jamtart.query.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Replays are asked for, shown, stopped and continued; nobody does them here. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplaysIT {

  private static final String RANGE = "\"from\":\"2026-11-22T12:00:00Z\",\"to\":\"2026-11-22T14:00:00+01:00\"";

  private final TestScope scope;
  private final Api api;

  ReplaysIT(TestScope scope) {
    this.scope = scope;
    this.api = Api.start(scope, scope.database(),
        "--tart.replay.allowed-targets=127.0.0.1:9009,telemetry.example:9000");
  }

  @Test
  void A_replay_is_a_row_that_is_shown_stopped_and_continued() {
    Api.Answer made = post(
        "{" + RANGE + ",\"projections\":[\"events\"],\"nodes\":[\"" + "AB".repeat(32) + "\"]}");
    assertThat(made.status()).as(made.http().body()).isEqualTo(202);
    JsonNode replay = made.json();
    String path = made.header("Location");
    assertThat(path).isEqualTo("/api/replays/" + replay.get("id").stringValue());
    assertThat(replay.get("state").stringValue()).isEqualTo("pending");
    assertThat(replay.get("to").stringValue()).isEqualTo("2026-11-22T13:00:00.000000Z");
    assertThat(replay.get("nodes").get(0).stringValue()).isEqualTo("ab".repeat(32));
    assertThat(replay.get("dry_run").booleanValue()).isFalse();
    assertThat(api.json(path)).isEqualTo(replay);

    new Rows(scope.database())
        .execute("update replays set state = 'running', events = 5000, busy_ms = 2000 where id = '"
            + replay.get("id").stringValue() + "'");
    assertThat(api.json(path).get("events_per_second").doubleValue()).isEqualTo(2_500);
    assertThat(api.send(api.request(path).DELETE()).json().get("state").stringValue()).isEqualTo("cancelled");
    assertThat(api.json(path).has("finished_at")).isTrue();
    assertThat(api.post(path).json().get("state").stringValue()).isEqualTo("pending");
    new Rows(scope.database()).execute("update replays set state = 'done' where id = '"
        + replay.get("id").stringValue() + "'");
    assertThat(api.post(path).status()).isEqualTo(409);
    assertThat(api.send(api.request(path).DELETE()).json().get("state").stringValue()).isEqualTo("done");
  }

  @Test
  void What_cannot_be_is_refused_with_the_part_that_is_wrong() {
    refused("{}", "from");
    refused("{\"from\":\"yesterday\"}", "from");
    refused("{\"from\":\"2026-11-22T12:00:00Z\",\"to\":\"2026-11-22T12:00:00Z\"}", "to");
    refused("{" + RANGE + ",\"nodes\":[\"12\"]}", "nodes");
    refused("{" + RANGE + ",\"projections\":[\"a b\"]}", "projections");
    refused("{" + RANGE + ",\"server\":\"localhost:9000\"}", "body");
    refused("{" + RANGE + ",\"to_server\":\"localhost:9000\"}", "to_server");
    refused("{" + RANGE + ",\"to_server\":\"127.0.0.1:9009\",\"speed\":-1}", "speed");
    refused("{" + RANGE + ",\"to_server\":\"127.0.0.1:9009\",\"projections\":[\"events\"]}", "projections");
    refused("{" + RANGE + ",\"speed\":2}", "speed");
    refused("[]", "body");
    assertThat(api.post("/api/replays").status()).isEqualTo(415);
    assertThat(api.get("/api/replays/1").status()).isEqualTo(400);
    assertThat(api.get("/api/replays/00000000-0000-0000-0000-000000000000").status()).isEqualTo(404);
    assertThat(api.post("/api/replays/00000000-0000-0000-0000-000000000000").status()).isEqualTo(404);
  }

  @Test
  void A_server_that_is_allowed_is_taken_and_one_that_is_not_is_refused_with_those_that_are() {
    Api.Answer made = post("{" + RANGE + ",\"to_server\":\"Telemetry.example:9000\",\"speed\":10}");
    assertThat(made.status()).as(made.http().body()).isEqualTo(202);
    assertThat(made.json().get("to_server").stringValue()).isEqualTo("telemetry.example:9000");
    assertThat(made.json().get("speed").doubleValue()).isEqualTo(10);
    String path = made.header("Location");
    assertThat(api.send(api.request(path).DELETE()).json().get("state").stringValue()).isEqualTo("cancelled");
    assertThat(api.post(path).status()).isEqualTo(409);
    assertThat(post("{" + RANGE + ",\"to_server\":\"127.0.0.1:9000\"}").json().get("detail").stringValue())
        .contains("to_server is '127.0.0.1:9000'", "one of 127.0.0.1:9009, telemetry.example:9000");
  }

  @Test
  void The_list_pages_from_the_newest_to_the_oldest() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(post("{" + RANGE + "}").json().get("id").stringValue());
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.json("/api/replays?limit=2" + cursor);
      page.get("replays").forEach(replay -> seen.add(replay.get("id").stringValue()));
      cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().containsAll(made);
    assertThat(seen.stream().filter(made::contains).toList()).isEqualTo(made.reversed());
  }

  @Test
  void With_a_token_configured_nothing_is_changed_without_it() {
    try (Api guarded = Api.start(scope, scope.database(), "--tart.api.token=sixteen-characters-or-more")) {
      Api.Answer without = guarded.send(request(guarded, "{" + RANGE + "}"));
      assertThat(without.status()).isEqualTo(401);
      assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(guarded.send(request(guarded, "{" + RANGE + "}").header("Authorization",
          "Bearer sixteen-characters-or-more")).status()).isEqualTo(202);
      assertThat(guarded.get("/api/replays").status()).isEqualTo(200);
    }
  }

  private void refused(String body, String part) {
    Api.Answer answer = post(body);
    assertThat(answer.status()).as(body).isEqualTo(400);
    assertThat(answer.json().get("parameter").stringValue()).as(body).isEqualTo(part);
  }

  private Api.Answer post(String body) {
    return api.send(request(api, body));
  }

  private static HttpRequest.Builder request(Api api, String body) {
    return api.request("/api/replays")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }
}
