package org.jamtart.query.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.MetricsDocument;
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
class HealthIT {

  private final Rows rows;
  private final Api api;

  HealthIT(TestScope scope) {
    rows = new Rows(scope.database());
    api = Api.start(scope);
    Await.until("the log was asked", Duration.ofSeconds(30), () -> status("log").equals("Healthy"));
  }

  @Test
  void Each_part_is_looked_at_and_the_worst_decides() {
    assertThat(status("gateways")).isEqualTo("Degraded");
    assertThat(detailed(200).get("status").stringValue()).isEqualTo("Degraded");

    rows.gateway(new UUID(1, 1), "one", Instant.now(), Instant.parse("2100-01-01T00:00:00Z"), null);
    JsonNode healthy = detailed(200);
    assertThat(healthy.get("status").stringValue()).as("%s", healthy).isEqualTo("Healthy");
    assertThat(healthy.get("summary"))
        .hasToString("{\"total_components\":6,\"healthy_components\":6,\"degraded_components\":0,"
            + "\"unhealthy_components\":0}");
    assertThat(healthy.get("database_size_bytes").longValue()).isGreaterThan(1_000_000);
    assertThat(healthy.get("components").get("gateways").get("metrics").get("alive").intValue()).isEqualTo(1);

    rows.gateway(new UUID(1, 2), "two", Instant.now().minusSeconds(600), Instant.now().minusSeconds(60),
        null);
    assertThat(status("gateways")).isEqualTo("Degraded");
    assertThat(component("gateways").get("message").stringValue()).contains("two");
    rows.execute("update gateway set stopped_at = now() where name = 'two'");
    assertThat(status("gateways")).isEqualTo("Healthy");

    rows.update("insert into log_gap values (1, 10, 25, ?)", Instant.now());
    assertThat(status("gaps")).isEqualTo("Degraded");
    assertThat(component("gaps").get("message").stringValue()).contains("15 records");
    rows.execute("update log_gap set found_at = now() - interval '2 days'");
    assertThat(status("gaps")).isEqualTo("Healthy");
  }

  @Test
  void The_short_answer_and_the_probes_are_there() {
    JsonNode health = api.json("/api/health");
    assertThat(health.get("status").stringValue()).isEqualTo("ok");
    assertThat(health.get("service").stringValue()).isEqualTo("tart-backend");
    assertThat(health.get("version").isString()).isTrue();
    assertThat(api.get("/livez").status()).isEqualTo(200);
    assertThat(api.get("/readyz").status()).isEqualTo(200);
    Api.Answer metrics = api.get("/metrics");
    assertThat(metrics.header("Content-Type")).startsWith("text/plain");
    assertThat(MetricsDocument.exposed(metrics.http().body()))
        .isEqualTo(MetricsDocument.rows("The query API"));
    assertThat(metrics.http().body()).contains("jvm_memory_used_bytes", "hikaricp_connections",
        "http_server_requests_seconds");
  }

  private JsonNode detailed(int expected) {
    Api.Answer answer = api.get("/api/health/detailed");
    assertThat(answer.status()).isEqualTo(expected);
    return answer.json();
  }

  private JsonNode component(String name) {
    return api.get("/api/health/detailed").json().get("components").get(name);
  }

  private String status(String name) {
    return component(name).get("status").stringValue();
  }
}
