package org.jamtart.query.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.request.TimeRange;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** How things spread, as rows that were merged have it, and the work that reading them is in a network of full size. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConvergenceIT {

  private static final String T = "2026-11-20T10:00:00Z";
  private static final String RANGE = "?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z";
  private static final String GRAFANA = "/api/grafana/";
  private static final String ONE = Fixtures.peerId(1).toHex();
  private static final String TWO = Fixtures.peerId(2).toHex();

  private final TestScope scope;
  private final Rows rows;
  private final Api api;

  ConvergenceIT(TestScope scope) {
    this.scope = scope;
    rows = new Rows(scope.database());
    for (String table : List.of("seen_block", "block_convergence", "guarantee_convergence",
        "guarantee_slot_convergence", "assurance_convergence", "assurance_sender_convergence",
        "authored_block")) {
      rows.execute("create table %s_all partition of %s for values from ('2026-11-01') to ('2026-12-01')"
          .formatted(table, table));
    }
    rows.node(1, Instant.now());
    rows.node(2, Instant.now());
    for (int block = 0; block < 3; block++) {
      for (int type : new int[]{11, 43}) {
        rows.update(
            "insert into block_convergence values (?::timestamptz + make_interval(secs => ?), ?, ?, ?, 1, 7, "
                + "array[1, 2, 3, 4, ?], ?, array[-1, 0, 0, 0, 0], ?)",
            T, 6 * block, hash(block), type, 100 + block, 5 + type, spread(1), spread(2));
      }
      rows.update(
          "insert into authored_block values (?::timestamptz + make_interval(secs => ?), ?, 2, ?, 999, 1, 2, 3, 4, 5)",
          T, 6 * block, hash(block), 100 + block);
      rows.update(
          "insert into guarantee_convergence values (?::timestamptz + make_interval(secs => ?), ?, ?, 2, ?, ?, 6, array[1,2,3,4,5], array[0,0,0,0,0])",
          T, 6 * block, hash(block), 100 + block, block == 2 ? null : block, block == 2 ? null : hash(50));
      rows.update(
          "insert into guarantee_slot_convergence values (?::timestamptz + make_interval(secs => ?), ?, 3, 6, 20, array[1,2,3,4,5], ?, array[0,0,0,0,0], ?)",
          T, 40 * block, 100 + block, spread(10), spread(0));
      rows.update(
          "insert into assurance_convergence values (?::timestamptz + make_interval(secs => ?), ?, ?::timestamptz + make_interval(secs => ?), ?, 2, 12, "
              + "array[1,2,3,4,5], ?, array[0,0,0,0,0], ?, array[6,7,8,9,10])",
          T, 6 * block, hash(block), T, 6 * block + 1, block == 2 ? null : 100 + block, spread(100),
          spread(0));
      for (int sender = 1; sender <= 2; sender++) {
        rows.update(
            "insert into assurance_sender_convergence values (?::timestamptz + make_interval(secs => ?), ?, ?, 6, array[1,2,3,4,?], ?, array[0,0,0,0,0], ?)",
            T, 6 * block + sender - 1, hash(block), sender, sender, spread(sender), spread(0));
      }
    }
    fork(100, 1, 3_000);
    fork(99, 2, -1);
    api = Api.start(scope);
  }

  private void fork(long slot, int author, int switched) {
    for (int block = 0; block < 2; block++) {
      boolean left = block == 0 && switched >= 0;
      rows.update(
          "insert into seen_block values (?::timestamptz + make_interval(secs => ?), ?, ?, ?, ?::timestamptz, 5, 2, ?, null, 1, "
              + "array[1,2], array[?::timestamptz, ?::timestamptz], array[?::timestamptz + make_interval(secs => ?), null], "
              + "?, ?::timestamptz + make_interval(secs => ?), ?, ?)",
          T, block, hash((int) slot * 2 + block), slot, block == 0 ? author : null, T, block, T, T,
          left ? T : null, switched / 1000.0, left ? 1 : 0, left ? T : null, switched / 1000.0,
          left ? switched : null, left ? switched : null);
    }
  }

  /** Without the fractions of seconds, of which there are none here. */
  private static String text(JsonNode answer) {
    return answer.toString().replace(".000000Z", "Z");
  }

  private static byte[] hash(int number) {
    return Fixtures.peerId(1000 + number).toByteArray();
  }

  private static String hex(int number) {
    return "0x" + Fixtures.peerId(1000 + number).toHex();
  }

  /** All samples between 100 and 150 ms. */
  private static byte[] spread(int samples) {
    long[] counts = new long[Buckets.SPREAD.count()];
    counts[Buckets.SPREAD.of(120_000)] = samples;
    return PackedCounts.pack(counts);
  }

  @Test
  void Blocks_are_told_apart_by_hash_and_type_and_paged() {
    JsonNode all = api.json(GRAFANA + "blocks/convergence" + RANGE);
    assertThat(all).hasSize(6);
    assertThat(text(all.get(0)))
        .isEqualTo(("{'slot':100,'event_type':11,'event_type_name':'BestBlockChanged','node_count':7,"
            + "'p50_ms':1,'p75_ms':2,'p95_ms':3,'p99_ms':4,'p100_ms':16,'authored_at':'" + T + "','hash':'"
            + hex(0) + "','author_node_id':'" + ONE + "'}").replace('\'', '"'));
    List<String> paged = new ArrayList<>();
    String path = GRAFANA + "blocks/convergence" + RANGE + "&limit=1&event_type=11,Importing&skew=removed";
    while (!path.isEmpty()) {
      Api.Answer answer = api.get(path);
      JsonNode row = answer.json().get(0);
      paged.add(
          row.get("slot").asInt() + " " + row.get("event_type").asInt() + " " + row.get("p50_ms").asInt());
      String link = answer.http().headers().firstValue("Link").orElse("");
      path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }
    assertThat(paged).containsExactly("100 11 -1", "100 43 -1", "101 11 -1", "101 43 -1", "102 11 -1",
        "102 43 -1");
    assertThat(api.json(GRAFANA + "blocks/convergence" + RANGE + "&event_type=43")).hasSize(3);
    assertThat(api.get(GRAFANA + "blocks/convergence" + RANGE).header("Tart-Range"))
        .isEqualTo("2026-11-20T10:00:00Z/2026-11-20T11:00:00Z");
    for (String wrong : List.of("&event_type=44", "&skew=half", "&limit=0", "&cursor=x", "&core=3")) {
      assertThat(api.get(GRAFANA + "blocks/convergence" + RANGE + wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(api.get(GRAFANA + "blocks/convergence").status()).isEqualTo(400);
  }

  @Test
  void Contents_are_those_of_each_block() {
    JsonNode contents = api.json(GRAFANA + "blocks/contents" + RANGE);
    assertThat(contents).hasSize(3);
    assertThat(text(contents.get(1)))
        .isEqualTo(("{'slot':101,'timestamp':'2026-11-20T10:00:06Z','node_id':'" + TWO
            + "','num_guarantees':3,'num_assurances':4,'num_preimages':2,'num_tickets':1,'num_disputes':5,"
            + "'extrinsic_size':999,'hash':'" + hex(1) + "'}").replace('\'', '"'));
  }

  @Test
  void Guarantees_are_shown_by_slot_by_report_and_by_time() {
    JsonNode slots = api.json(GRAFANA + "guarantee-convergence" + RANGE);
    assertThat(slots).hasSize(3);
    assertThat(text(slots.get(0))).isEqualTo(
        ("{'slot':100,'slot_timestamp':'2025-01-01T12:10:00Z','guarantee_count':3,'node_count':6,"
            + "'sample_count':20,'p50_ms':1,'p75_ms':2,'p95_ms':3,'p99_ms':4,'p100_ms':5,'built_at':'" + T
            + "'}").replace('\'', '"'));
    assertThat(text(api.json(GRAFANA + "guarantee-convergence" + RANGE + "&interval=1m")))
        .isEqualTo(("[{'ts':'2026-11-20T10:00:00Z','p50_ms':150,'p75_ms':150,'p95_ms':150,'p99_ms':150,"
            + "'p100_ms':150,'sample_count':20},{'ts':'2026-11-20T10:01:00Z','p50_ms':150,'p75_ms':150,"
            + "'p95_ms':150,'p99_ms':150,'p100_ms':150,'sample_count':10}]").replace('\'', '"'));
    assertThat(api.get(GRAFANA + "guarantee-convergence" + RANGE + "&interval=1m&limit=3").status())
        .isEqualTo(400);
    String detail = GRAFANA + "guarantee-convergence/detail" + RANGE;
    assertThat(api.json(detail)).hasSize(3);
    assertThat(api.json(detail + "&core=1")).hasSize(1);
    assertThat(api.json(detail + "&wp_hash=" + hex(50))).hasSize(2);
    assertThat(text(api.json(detail + "&skew=removed&core=0&wp_hash=" + hex(50).substring(2)).get(0)))
        .isEqualTo(("{'work_report_hash':'" + hex(0) + "','slot':100,'core':0,'wp_hash':'" + hex(50)
            + "','builder_node_id':'" + TWO + "','node_count':6,'p50_ms':0,'p75_ms':0,'p95_ms':0,'p99_ms':0,"
            + "'p100_ms':0,'built_at':'" + T + "'}").replace('\'', '"'));
    assertThat(api.get(detail + "&wp_hash=12").status()).isEqualTo(400);
    assertThat(api.get(detail + "&core=65536").status()).isEqualTo(400);
  }

  @Test
  void Assurances_are_shown_by_block_by_sender_and_by_time() {
    JsonNode anchors = api.json(GRAFANA + "assurance-convergence" + RANGE);
    assertThat(anchors).hasSize(3);
    assertThat(text(anchors.get(0)))
        .isEqualTo(("{'anchor':'" + hex(0) + "','slot':100,'slot_timestamp':'2025-01-01T12:10:00Z',"
            + "'sender_count':2,'receiver_count':12,'p50_ms':1,'p75_ms':2,'p95_ms':3,'p99_ms':4,'p100_ms':5,"
            + "'dist_start_p50_ms':6,'dist_start_p95_ms':8,'dist_start_p99_ms':9,'dist_start_p100_ms':10,"
            + "'first_distributed_at':'" + T + "','last_distributed_at':'2026-11-20T10:00:01Z'}")
            .replace('\'', '"'));
    assertThat(samples("assurance-convergence" + RANGE + "&interval=6s")).containsExactly(100L, 100L, 100L);
    String senders = "assurance-convergence/senders" + RANGE;
    assertThat(api.json(GRAFANA + senders)).hasSize(6);
    assertThat(api.json(GRAFANA + senders + "&node=" + TWO)).hasSize(3);
    assertThat(api.json(GRAFANA + senders + "&anchor=" + hex(1))).hasSize(2);
    assertThat(text(api.json(GRAFANA + senders + "&anchor=" + hex(1) + "&node=" + TWO).get(0)))
        .isEqualTo(("{'anchor':'" + hex(1) + "','slot':101,'sender_node_id':'" + TWO
            + "','node_count':6,'p50_ms':1,'p75_ms':2,'p95_ms':3,'p99_ms':4,'p100_ms':2,'distributed_at':"
            + "'2026-11-20T10:00:07Z'}").replace('\'', '"'));
    assertThat(samples(senders + "&interval=1m")).containsExactly(300L);
    assertThat(samples(senders + "&interval=1m&node=" + TWO)).containsExactly(6L);
    assertThat(samples(senders + "&interval=1m&anchor=" + hex(1))).containsExactly(3L);
    assertThat(samples(senders + "&interval=1m&skew=removed&node=" + TWO)).containsExactly(0L);
  }

  @Test
  void Hours_that_are_added_up_are_counted_with_the_slots_before_and_behind_them() {
    rows.execute(
        "create table spread_figures_all partition of spread_figures for values from ('2026-11-01') to ('2026-12-01')");
    for (String time : List.of("09:50:00", "12:05:00")) {
      rows.update(
          "insert into guarantee_slot_convergence values (?, 9000, 3, 6, 20, array[1,2,3,4,5], ?, array[0,0,0,0,0], ?)",
          Instant.parse("2026-11-21T" + time + "Z"), spread(10), spread(4));
    }
    for (String row : List.of("3 10:00:00", "3 11:00:00", "2 10:07:00", "2 11:59:00")) {
      rows.update("insert into spread_figures values (1, ?, ?, ?, ?)", Integer.parseInt(row.substring(0, 1)),
          Instant.parse("2026-11-21T" + row.substring(2) + "Z"), spread(500), spread(7));
    }
    rows.update("insert into block_convergence values (?, ?, 43, 7, 1, 9, '{1}', ?, '{1}', ?)",
        Instant.parse("2026-11-21T09:40:00Z"), hash(9), spread(3), spread(1));
    rows.update("insert into spread_figures values (3, 3, ?, ?, ?)", Instant.parse("2026-11-21T10:00:00Z"),
        spread(40), spread(2));
    long[] imported = api.bean(SpreadFiguresSql.class)
        .imported(new TimeRange(Instant.parse("2026-11-21T09:30:00Z"),
            Instant.parse("2026-11-21T12:30:00Z")));
    assertThat(Arrays.stream(imported).sum()).isEqualTo(43);
    String range = "guarantee-convergence?start=2026-11-21T09:30:00Z&end=2026-11-21T12:30:00Z&interval=";
    assertThat(samples(range + "1h")).containsExactly(10L, 500L, 500L, 10L);
    assertThat(samples(range + "30m")).containsExactly(10L, 500L, 500L, 10L);
    assertThat(samples(range + "4h")).containsExactly(1010L, 10L);
    assertThat(samples(range + "1h&skew=removed")).containsExactly(4L, 7L, 7L, 4L);
    assertThat(samples(range + "30s")).as("finer than what is added up").containsExactly(10L, 10L);
  }

  private List<Long> samples(String path) {
    List<Long> samples = new ArrayList<>();
    api.json(GRAFANA + path).forEach(point -> samples.add(point.get("sample_count").asLong()));
    return samples;
  }

  @Test
  void Forks_say_who_followed_which_block_and_how_long() {
    JsonNode page = api.json("/api/forks?limit=1");
    assertThat(page.get("forks")).hasSize(1);
    JsonNode fork = page.get("forks").get(0);
    assertThat(fork.get("slot").asLong()).isEqualTo(100);
    assertThat(fork.get("lasted_ms").asLong()).isEqualTo(2_000);
    assertThat(fork.get("finalized").stringValue()).isEqualTo(hex(201));
    JsonNode left = fork.get("blocks").get(0);
    assertThat(left.get("author_node_id").stringValue()).isEqualTo(ONE);
    assertThat(left.get("followed_by").asInt()).isEqualTo(2);
    assertThat(left.get("left_by").asInt()).isEqualTo(1);
    assertThat(left.get("followed_max_ms").asLong()).isEqualTo(3_000);
    assertThat(left.has("followers") && !left.get("followers").isNull()).isFalse();
    JsonNode next = api.json("/api/forks?limit=1&cursor=" + page.get("next").stringValue());
    assertThat(next.get("forks").get(0).get("slot").asLong()).isEqualTo(99);
    assertThat(next.get("has_more").asBoolean()).isFalse();
    assertThat(api.json("/api/forks?start=2026-11-21T00:00:00Z").get("forks")).isEmpty();
    JsonNode followers = api.json("/api/forks/100").get("blocks").get(0).get("followers");
    assertThat(followers.get(0).get("node_id").stringValue()).isEqualTo(ONE);
    assertThat(followers.get(0).get("followed_ms").asLong()).isEqualTo(3_000);
    assertThat(followers.get(1).get("node_id").stringValue()).isEqualTo(TWO);
    assertThat(api.get("/api/forks/98").status()).isEqualTo(404);
    assertThat(api.get("/api/forks/x").status()).isEqualTo(400);
    assertThat(URI.create(api.get("/api/forks?limit=1")
        .http()
        .headers()
        .firstValue("Link")
        .orElseThrow()
        .split("[<>]")[1]).getPath()).isEqualTo("/api/forks");
  }

  @Test
  void A_page_of_an_hour_reads_no_more_rows_than_it_has() {
    rows.execute(
        """
            insert into block_convergence
            select '2026-11-25'::timestamptz + i * interval '6 s', decode(lpad(to_hex(i), 64, '0'), 'hex'), 11, i, 1, 7,
              array[1,2,3,4,5], '\\x00', array[1,2,3,4,5], '\\x00' from generate_series(1, 20000) i""");
    rows.execute(
        """
            insert into seen_block
            select '2026-11-25'::timestamptz + i * interval '6 s', decode(lpad(to_hex(i), 64, '0'), 'hex'), i, 1, null, 5, 5, 5, null,
              case when i % 100 = 0 then 1 else 0 end from generate_series(1, 20000) i""");
    rows.execute("analyze block_convergence, seen_block");
    Map<String, Object> hour = Map.of("after", OffsetDateTime.parse("2026-11-25T20:00:00Z"), "end",
        OffsetDateTime.parse("2026-11-25T21:00:00Z"), "skip", 0, "limit", 201);
    var parameters = new java.util.HashMap<String, Object>(hour);
    parameters.put("types", null);
    assertThat(Plan.of(scope.database(), BlockSql.CONVERGENCE, parameters).examined("block_convergence"))
        .isLessThanOrEqualTo(600);
    assertThat(Plan.of(scope.database(), ForkSql.SLOTS,
        Map.of("start", hour.get("after"), "end", hour.get("end"), "before", Long.MAX_VALUE, "limit", 50))
        .examined("seen_block")).isLessThanOrEqualTo(6);
  }
}
