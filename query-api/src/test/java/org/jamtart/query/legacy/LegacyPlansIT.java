package org.jamtart.query.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.request.TimeRange;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Two days of 200 nodes: what an answer over a day reads of them, before PostgreSQL knows how many rows there are and after. */
@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class LegacyPlansIT {

  private static final Instant START = Instant.parse("2026-11-20T10:20:00Z");
  private static final Instant END = Instant.parse("2026-11-21T10:20:00Z");
  private static final List<String> TABLES = List.of("node", "node_count", "work_package", "node_package",
      "package_guarantor", "package_figures");

  private final TestScope scope;
  private final TestDatabase database;
  private final Rows rows;

  LegacyPlansIT(TestScope scope) {
    this.scope = scope;
    database = scope.database();
    rows = new Rows(database);
    for (String table : List.of("node_count_1h", "package_figures", "package_guarantor", "authored_block")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    rows.update(
        """
            insert into node (id, peer_id, implementation_name, implementation_version, gp_version, information, first_seen, last_seen)
            select i, decode(lpad(to_hex(i), 64, '0'), 'hex'), 'n', '1', '0.7.2', ?, now(), now() from generate_series(1, 200) i""",
        Fixtures.nodeInformation(Fixtures.peerId(1)).encode());
    // Node 100 announced most; nodes 1 to 5 announced nothing.
    rows.execute("""
        insert into node_count
        select 3, h, n, t, -1, '', case t when 62 then 1000 - abs(n - 100) else n end
        from generate_series(timestamptz '2026-11-19 12:00Z', '2026-11-21 11:00Z', interval '1 hour') h,
          generate_series(1, 200) n, generate_series(60, 89) t where t <> 62 or n > 5""");
    // A package each half minute, on three nodes.
    rows.execute(
        """
            insert into work_package (hash, first_seen, last_updated, core, services, node, received_by, guaranteed_by)
            select sha256(i::text::bytea), timestamptz '2026-11-19 12:00Z' + i * interval '30 s', now(), i % 341, '{}', 1, 3, 3
            from generate_series(0, 5700) i""");
    rows.execute(
        """
            insert into node_package (hash, node, first_seen, last_updated, session, submission, core, services, received_at,
              guarantee_built_at, last_guarantee_at)
            select sha256(i::text::bytea), 1 + (i + 67 * n) % 200, t, t, 1, 1, i % 341, '{}', t, t, t from (
              select i, timestamptz '2026-11-19 12:00Z' + i * interval '30 s' as t from generate_series(0, 5700) i) p,
              generate_series(0, 2) n""");
    // As the persister does it, up to an hour before the end.
    rows.execute("""
        insert into package_figures select 3, h, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 0, '{}'
        from generate_series(timestamptz '2026-11-19 12:00Z', '2026-11-21 08:00Z', interval '1 hour') h""");
    rows.execute(
        """
            insert into package_guarantor
            select date_trunc('hour', first_seen, 'UTC'), node, count(*), count(*), max(last_guarantee_at), '{}', '{}'
            from node_package where first_seen < '2026-11-21 09:00Z' group by 1, 2""");
  }

  private static Map<String, Object> day() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("start", OffsetDateTime.parse("2026-11-20T10:20:00Z"));
    parameters.put("from", OffsetDateTime.parse("2026-11-20T11:00:00Z"));
    parameters.put("to", OffsetDateTime.parse("2026-11-21T09:00:00Z"));
    parameters.put("end", OffsetDateTime.parse("2026-11-21T10:20:00Z"));
    return parameters;
  }

  @Test
  void A_day_of_guarantees_and_of_announcements_reads_hours_and_what_is_beside_them() {
    assertPlans();
    TABLES.forEach(table -> rows.execute("analyze " + table));
    assertPlans();
    var api = Api.start(scope);
    var guarantors = api.bean(LegacyGuarantorSql.class);
    var range = new TimeRange(START, END);
    // Each part was guaranteed; the same without anything that is rolled up.
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i <= 5_700; i++) {
      Instant seen = Instant.parse("2026-11-19T12:00:00Z").plusSeconds(30L * i);
      for (int n = 0; n < 3 && !seen.isBefore(START) && seen.isBefore(END); n++) {
        expected.merge("%064x".formatted(1 + (i + 67 * n) % 200), 1L, Long::sum);
      }
    }
    Map<String, Long> made = new HashMap<>();
    guarantors.guarantees(range).forEach(it -> made.put(it.node().toHex(), it.packages()));
    assertThat(made).isEqualTo(expected);
    Map<String, Long> known = new HashMap<>();
    guarantors.guarantors(range).forEach(it -> known.put(it.node().toHex(), it.guarantees()));
    assertThat(known).isEqualTo(expected);
    // 25 hours of the fifty nodes around the hundredth, the lower of two equals first.
    assertThat(api.bean(PropagationSql.class).nodes(range)).hasSize(50)
        .extracting(node -> Integer.parseInt(node.nodeId(), 16) + " " + node.blocksAnnounced() + " "
            + node.blocksReceived())
        .startsWith("100 25000 2500", "99 24975 2475", "101 24975 2525")
        .endsWith(IntStream.of(75)
            .mapToObj(it -> it + " " + 25 * (1000 - (100 - it)) + " " + 25 * it)
            .toArray(String[]::new));
  }

  private void assertPlans() {
    // 40 minutes before the hours and 80 behind them, with the packages' parts.
    for (String sql : List.of(LegacyGuarantorSql.GUARANTEES, LegacyGuarantorSql.SINGLE)) {
      Plan plan = Plan.of(database, sql, day());
      assertThat(plan.examined("work_package")).as("%s", plan).isLessThanOrEqualTo(240);
      assertThat(plan.examined("node_package")).as("%s", plan).isLessThanOrEqualTo(3 * 240);
      assertThat(plan.examined("package_guarantor")).as("%s", plan).isLessThanOrEqualTo(22 * 200);
    }
  }
}
