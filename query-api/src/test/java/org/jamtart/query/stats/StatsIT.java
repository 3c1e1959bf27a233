package org.jamtart.query.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.JamTime;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class StatsIT {

  private static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigDecimal MOST = new BigDecimal(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));

  private final TestScope scope;
  private final Api api;

  StatsIT(TestScope scope) {
    this.scope = scope;
    var rows = new Rows(scope.database());
    rows.partitionsAround(TIME);
    rows.gateway(new UUID(1, 1), "g", TIME, Instant.parse("2100-01-01T00:00:00Z"), null);
    for (int node = 1; node <= 3; node++) {
      rows.node(node, TIME);
      rows.session(node, node, new UUID(1, 1), TIME, TIME);
      rows.execute(
          "insert into node_stream values (%d, 4, 9, 0, 0, null, 9, 0, 0, 0, null, null)".formatted(node));
      rows.nodeTotal(node, 42, 10L * node, 0, 0, 0, BigDecimal.ZERO);
      rows.nodeTotal(node, 0, 1, 0, 0, 0, MOST);
      rows.nodeTotal(node, 48, 5, 5, 2, 0, BigDecimal.ZERO);
      rows.nodeTotal(node, -1, 0, 0, 0, 4, BigDecimal.ZERO);
    }
    rows.close(3, TIME, "idle", false);
    said(rows, 1, 11, TIME, 20_999);
    said(rows, 2, 11, TIME.minusSeconds(9_000), 19_000);
    said(rows, 3, 11, TIME, 4_294_967_295L);
    said(rows, 2, 12, TIME, 77);
    Instant ahead = Instant.now().plusSeconds(1_800);
    said(rows, 3, 12, ahead, JamTime.EPOCH.until(ahead, ChronoUnit.SECONDS) / 6 + 500);
    api = Api.start(scope);
  }

  @Test
  void What_an_answer_reads_it_reads_as_of_one_moment() {
    var jdbc = api.bean(JdbcClient.class);
    String count = "select count(*) from gateway";
    api.bean(TransactionOperations.class).executeWithoutResult(status -> {
      long before = jdbc.sql(count).query(Long.class).single();
      new Rows(scope.database()).gateway(new UUID(1, 2), "other", TIME, TIME, TIME);
      assertThat(jdbc.sql(count).query(Long.class).single()).isEqualTo(before);
    });
  }

  /** What a node said last of its best or finalized block. */
  private static void said(Rows rows, int node, int type, Instant time, long slot) {
    rows.execute("insert into node_latest values (%d, %d, '%s', %d, 0, %d, '')".formatted(node, type, time,
        node, slot));
  }

  @Test
  void Sums_are_exact_and_the_chain_is_as_far_as_believable_slots_say() {
    JsonNode stats = api.json("/api/stats");
    assertThat(stats.get("total_blocks_authored").intValue()).isEqualTo(60);
    assertThat(stats.get("best_block").longValue()).isEqualTo(20_999);
    assertThat(stats.get("finalized_block").longValue()).isEqualTo(77);
    assertThat(stats.get("event_count").intValue()).isEqualTo(78);
    assertThat(stats.get("malformed").intValue()).isEqualTo(12);
    assertThat(stats.get("unknown").intValue()).isEqualTo(15);
    assertThat(stats.get("expired").intValue()).isEqualTo(6);
    assertThat(stats.get("dropped").bigIntegerValue())
        .isEqualTo(MOST.toBigInteger().multiply(BigInteger.valueOf(3)));
    assertThat(stats.get("nodes").intValue()).isEqualTo(3);
    assertThat(stats.get("connected").intValue()).isEqualTo(2);
    assertThat(stats.get("sessions").intValue()).isEqualTo(12);
  }
}
