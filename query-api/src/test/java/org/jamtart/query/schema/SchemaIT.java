package org.jamtart.query.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.TcpRelay;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class SchemaIT {

  @Test
  void Until_the_tables_are_there_it_waits_and_says_so(TestScope scope) {
    TestDatabase database = scope.database();
    var rows = new Rows(database);
    rows.execute("alter table databasechangelog rename to not_yet");
    Api api = scope.closeLater(Api.start(scope, database));
    assertThat(api.get("/livez").status()).isEqualTo(200);
    assertThat(api.get("/readyz").status()).isEqualTo(503);
    assertThat(api.get("/api/health").status()).isEqualTo(200);
    for (String path : new String[]{"/api/nodes", "/api/events", "/api/stats", "/api/quarantine"}) {
      Api.Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isEqualTo(503);
      JsonNode problem = answer.json();
      assertThat(problem.get("type").stringValue()).isEqualTo("urn:tart:problem:schema-awaited");
      assertThat(problem.get("schema_version").stringValue()).isEqualTo(org.jamtart.store.Schema.VERSION);
      assertThat(answer.header("Retry-After")).isNotEmpty();
    }
    Api.Answer health = api.get("/api/health/detailed");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().get("components").get("database").get("message").stringValue())
        .contains("persister");

    rows.execute("alter table not_yet rename to databasechangelog");
    Await.until("it is ready", Duration.ofSeconds(30), () -> api.get("/readyz").status() == 200);
    assertThat(api.json("/api/nodes").get("nodes")).isEmpty();
  }

  @Test
  void A_database_that_is_away_is_a_problem_and_no_reason_to_stop(TestScope scope) {
    TestDatabase database = scope.infra().newDatabase("away");
    Api api = scope
        .closeLater(Api.start(scope, database, "--spring.datasource.hikari.connection-timeout=500"));
    Await.until("it is ready", Duration.ofSeconds(30), () -> api.get("/readyz").status() == 200);
    database.close();
    Await.until("the connections are gone", Duration.ofSeconds(30), () -> api.get("/readyz").status() == 503);
    Api.Answer answer = api.get("/api/nodes");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:tart:problem:database-unavailable");
    assertThat(api.get("/api/health/detailed").json().get("status").stringValue()).isEqualTo("Unhealthy");
    assertThat(api.get("/livez").status()).isEqualTo(200);
  }

  @Test
  void A_database_whose_host_vanished_without_a_word_is_a_problem_in_time(TestScope scope) throws Exception {
    TestDatabase database = scope.infra().newDatabase("vanished");
    scope.closeLater(database);
    URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    TcpRelay relay = scope.closeLater(TcpRelay.to(address.getPort()));
    String url = database.jdbcUrl().replace(":" + address.getPort() + "/", ":" + relay.port() + "/");
    Api api = scope.closeLater(Api.start(scope, database, "--spring.datasource.url=" + url,
        "--spring.datasource.hikari.maximum-pool-size=1", "--tart.query.statement-timeout=2s"));
    Await.until("it is ready", Duration.ofSeconds(30), () -> api.get("/readyz").status() == 200);
    CompletableFuture<Integer> answer;
    try (Connection lock = database.connect(); Statement statement = lock.createStatement()) {
      // The host vanishes while a query runs.
      lock.setAutoCommit(false);
      statement.execute("lock table node in access exclusive mode");
      answer = CompletableFuture.supplyAsync(() -> api.get("/api/nodes").status());
      Await.until("the query runs", Duration.ofSeconds(10), () -> waits(database));
      relay.freeze();
    }
    assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(503);
    relay.cut();
    relay.thaw();
    Await.until("it is ready again", Duration.ofSeconds(30), () -> api.get("/readyz").status() == 200);
  }

  private static boolean waits(TestDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
      return row.next() && row.getInt(1) > 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
