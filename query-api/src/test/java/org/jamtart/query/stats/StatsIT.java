package org.jamtart.query.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.fixture.Rows.Event;
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
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      events.add(slot(i, 11, 1000 + i));
    }
    events.add(slot(20_000, 11, 4_294_967_295L));
    events.add(slot(20_001, 12, 77));
    rows.events(events);
    rows.execute("analyze event");
    api = Api.start(scope);
  }

  private static Event slot(int seq, int type, long slot) {
    Instant time = TIME.plusMillis(seq);
    return new Event(time, 1, seq, (long) seq, time, slot, null, 1, null, type, false, null, new byte[10]);
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

  @Test
  void The_newest_slots_are_read_by_the_index_and_no_more_than_4096_of_them() {
    Plan plan = Plan.of(scope.database(), StatsSql.HIGHEST_SLOT, Map.of("type", (short) 11));
    assertThat(plan.examined("event")).as("%s", plan).isLessThanOrEqualTo(4_096);
    assertThat(plan.readWhole("event")).as("%s", plan).isEmpty();
  }
}
