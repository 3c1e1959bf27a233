package org.jamtart.query.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A large network: 2,000 nodes of which each has sent 60 types of events through 20 connections. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NodePlansIT {

  private final TestDatabase database;
  private final Api api;

  NodePlansIT(TestScope scope) {
    database = scope.database();
    var rows = new Rows(database);
    rows.execute(
        """
            insert into gateway values ('00000000-0000-0000-0000-000000000001', 'g', now(), '2100-01-01', null, 1)""");
    rows.update(
        """
            insert into node (id, peer_id, implementation_name, implementation_version, gp_version, information, first_seen, last_seen)
            select i, decode(lpad(to_hex(i), 64, '0'), 'hex'), 'n', '1', '0.7.2', ?, now(), now() from generate_series(1, 2000) i""",
        Fixtures.nodeInformation(Fixtures.peerId(1)).encode());
    rows.execute("""
        insert into session
        select i, gen_random_uuid(), 1 + i % 2000, '00000000-0000-0000-0000-000000000001', 1, 341, null, null,
               now() - i * interval '1 s', now(), 0, 0, 0, case when i > 1000 then now() end, null, null
        from generate_series(1, 40000) i""");
    rows.execute(
        """
            insert into node_total select n, t, 5, 0, 0, 0, 0 from generate_series(1, 2000) n, generate_series(0, 59) t""");
    rows.execute("insert into node_sum select n, 300, 0, 0, 0, 0 from generate_series(1, 2000) n");
    rows.execute("insert into session_total select s, 25, 0, 0, 0, 0 from generate_series(1, 40000) s");
    for (String table : new String[]{"node", "session", "node_total", "node_sum", "session_total"}) {
      rows.execute("analyze " + table);
    }
    api = Api.start(scope);
  }

  private static Map<String, @Nullable Object> page(int limit) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("since", OffsetDateTime.parse("2026-01-01T00:00:00Z"));
    parameters.put("implementation", null);
    parameters.put("connected", null);
    parameters.put("c", 2);
    parameters.put("t", OffsetDateTime.parse("2026-01-01T00:00:00Z"));
    parameters.put("id", 0);
    parameters.put("limit", limit);
    return parameters;
  }

  @Test
  void A_short_page_reads_the_totals_of_its_own_nodes_only() {
    Plan plan = Plan.of(database, NodeSql.PAGE, page(21));
    assertThat(plan.examined("node_sum")).as("%s", plan).isLessThanOrEqualTo(21);
    assertThat(plan.examined("node_total")).isZero();
    assertThat(plan.examined("session_total")).isZero();
    assertThat(plan.examined("event")).isZero();
  }

  @Test
  void One_node_reads_its_own_rows_only() {
    Plan plan = Plan.of(database, NodeSql.ONE,
        Map.of("since", OffsetDateTime.parse("2026-01-01T00:00:00Z"), "peer",
            Fixtures.peerId(7).toByteArray()));
    assertThat(plan.examined("node_sum")).as("%s", plan).isLessThanOrEqualTo(1);
    assertThat(plan.examined("session")).as("%s", plan).isLessThanOrEqualTo(100);
  }

  @Test
  void A_client_that_asks_for_no_page_gets_all_two_thousand() {
    var page = api.json("/api/nodes");
    assertThat(page.get("nodes")).hasSize(2000);
    assertThat(page.has("next")).isFalse();
    page.get("nodes").forEach(node -> assertThat(node.get("event_count").intValue()).isEqualTo(300));
  }

  @Test
  void A_connection_reads_and_cannot_write_and_gives_up_in_time() {
    var jdbc = api.bean(JdbcClient.class);
    assertThat(jdbc.sql("show statement_timeout").query(String.class).single()).isEqualTo("8s");
    assertThat(jdbc.sql("show default_transaction_read_only").query(String.class).single()).isEqualTo("on");
  }
}
