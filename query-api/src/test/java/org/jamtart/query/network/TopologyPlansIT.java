package org.jamtart.query.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** 60 nodes that each talk with 40 peers, for a day: two hours of it are read, and of states and active nodes what is shown. */
@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class TopologyPlansIT {

  private static final int PAIRS = 60 * 40;

  private final TestDatabase database;
  private final Rows rows;

  TopologyPlansIT(TestScope scope) {
    database = scope.database();
    rows = new Rows(database);
    rows.execute("create table peer_count_all partition of peer_count "
        + "for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    rows.update(
        """
            insert into node (id, peer_id, implementation_name, implementation_version, gp_version, information, first_seen, last_seen)
            select i, sha256(i::text::bytea), 'n', '1', '0.7.2', ?, now(), now() from generate_series(1, 60) i""",
        Fixtures.nodeInformation(Fixtures.peerId(1)).encode());
    rows.execute("""
        insert into peer_count
        select h, n, sha256((n + p)::text::bytea), t, p, h
        from generate_series(timestamptz '2026-11-20 00:00Z', '2026-11-20 23:00Z', interval '1 hour') h,
          generate_series(1, 60) n, generate_series(1, 40) p, unnest(array[62, 68, 84]) t""");
    rows.execute(
        """
            insert into node_peer
            select n, sha256((n + p)::text::bytea), t, timestamptz '2026-11-20 00:00Z' + (t + p) % 3 * interval '1 s', 1, t, null, null
            from generate_series(1, 60) n, generate_series(1, 40) p, unnest(array[23, 24, 25, 26, 27, 28, 60, 61]) t""");
  }

  @Test
  void Two_hours_are_read_and_the_states_of_the_pairs_that_are_shown() {
    var range = Map.of("start", OffsetDateTime.parse("2026-11-20T10:00:00Z"), "end",
        OffsetDateTime.parse("2026-11-20T12:00:00Z"));
    var pairs = Map.of("start", range.get("start"), "end", range.get("end"), "type", (short) 62, "limit",
        100);
    for (String when : List.of("before", "after")) {
      Plan connected = Plan.of(database, TopologySql.CONNECTED_PAIRS, pairs);
      assertThat(connected.examined("peer_count")).as("%s %s", when, connected).isEqualTo(2 * PAIRS);
      assertThat(connected.examined("node_peer")).as("%s %s", when, connected).isEqualTo(3 * 100);
      assertThat(Plan.of(database, TopologySql.PAIRS, pairs).examined("peer_count")).as(when)
          .isEqualTo(2 * PAIRS);
      assertThat(Plan.of(database, TopologySql.NODES, pairs).examined("peer_count")).as(when)
          .isEqualTo(2 * PAIRS);
      assertThat(Plan.of(database, TopologySql.ACTIVE, range).examined("peer_count")).as(when)
          .isEqualTo(60);
      rows.execute("analyze peer_count");
      rows.execute("analyze node_peer");
    }
  }
}
