package org.jamtart.query.workpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.grafana.Counted;
import org.jamtart.store.Durations;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Packages, guarantors, cores and services, by values worked out by hand. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class PackagesIT {

  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final String RANGE = "?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z";
  private static final String ROOT = "/api/grafana/";
  private static final long[] NO_SERVICE = {};

  private final Api api;

  PackagesIT(TestScope scope) {
    var rows = new Rows(scope.database());
    rows.partitions(LocalDate.parse("2026-11-20"), LocalDate.parse("2026-11-20"));
    Instant now = Instant.now();
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", now.minusSeconds(3600), now.plusSeconds(3600), null);
    for (int node = 1; node <= 5; node++) {
      rows.node(node, now);
      rows.session(node, node, gateway, now.minusSeconds(60), now);
    }
    rows.close(3, now, "node_closed", true);
    var packaged = new Packaged(rows, T);
    // The second guarantor refines before the first one; both go on to the report.
    packaged.part(1, 1, 7, new long[]{10, 11, 10}, 500L, null, 0, 100, 1_100, 1_150, 1_400, 1_600, -1);
    packaged.part(1, 2, 7, new long[]{10, 11, 10}, 501L, null, 700, 760, 1_000, 1_060, -1, -1, -1);
    // Fails on its only guarantor.
    packaged.part(2, 1, 7, new long[]{11}, null, "no 12 credits", 60_000, 60_200, -1, -1, -1, -1, 60_300);
    // One guarantor fails, the other makes a guarantee.
    packaged.part(3, 3, 9, new long[]{4_000_000_000L}, 9L, null, 125_000, 125_040, 126_000, 126_100, 126_500,
        -1, -1);
    packaged.part(3, 4, 9, new long[]{4_000_000_000L}, null, "timeout after 7 s", 125_500, -1, -1, -1, -1, -1,
        125_900);
    // Nobody said that it was authorized.
    packaged.part(4, 5, 9, NO_SERVICE, 3L, null, 130_000, -1, 131_000, -1, -1, -1, -1);
    packaged.part(5, 3, 7, new long[]{11}, 20L, null, 3_000_000, 3_000_010, 3_000_030, 3_000_040, 3_000_050,
        3_000_400, -1);
    packaged.part(6, 5, 7, new long[]{11}, 20L, null, 7_200_000, -1, -1, -1, -1, -1, -1);
    // A day later, on both sides of two hours that are rolled up.
    packaged.part(21, 4, 3, new long[]{12}, 5L, null, 85_200_000, 85_200_100, 85_201_100, 85_201_200,
        85_201_600,
        85_201_700, -1);
    packaged.part(22, 4, 3, new long[]{12, 13}, 6L, "gone 5", 94_800_000, 94_800_200, -1, -1, -1, -1,
        94_800_300);
    packaged.merge();
    rolledUp(rows);
    rows.update("insert into kept_since values ('work_package', ?)", T.minusSeconds(3600));
    counts(new Counted(rows));
    costs(rows);
    events(rows);
    api = Api.start(scope);
  }

  /** Of 2026-11-21, 10 and 11 o'clock, in which no package has a row: so what is told of them comes from here. */
  private static void rolledUp(Rows rows) {
    for (String table : List.of("package_figures", "package_tally", "package_core", "guarantor_figures")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    Instant ten = Instant.parse("2026-11-21T10:00:00Z");
    var short10 = new Durations();
    var long10 = new Durations();
    for (int i = 0; i < 10; i++) {
      short10.add(100_000);
      long10.add(8_000_000);
    }
    String figures = "insert into package_figures select ?, ?, 10, 10, 10, 10, 9, 8, 7, 3, 1, array[0, 0, 1, 1, 1, 7], "
        + "80000000, array[?::bytea, ?::bytea, ?::bytea, ?::bytea, ?::bytea, ?::bytea]";
    for (Instant time : List.of(ten, ten.plusSeconds(3_600))) {
      rows.update(figures, (short) 3, time, short10.pack(), short10.pack(), short10.pack(), short10.pack(),
          short10.pack(), long10.pack());
      rows.update(figures, (short) 2, time.plusSeconds(300), short10.pack(), short10.pack(), short10.pack(),
          short10.pack(), short10.pack(), long10.pack());
      rows.update("insert into package_tally values (?, 1, '12', 10), (?, 2, 'gone #', 3)", time, time);
      rows.update("insert into package_core values (?, 3, 10, 9, 1000, ?)", time, time.plusSeconds(60));
      rows.update(
          "insert into guarantor_figures values (3, ?, 4, 10, 3, array[1000000, 2, 3, 4, 5, 70000000], "
              + "array[10, 10, 10, 10, 10, 7])",
          time);
    }
  }

  @Test
  void Hours_that_are_rolled_up_are_added_to_the_packages_before_and_behind_them() {
    String range = "?start=2026-11-21T09:30:00Z&end=2026-11-21T12:30:00Z";
    assertThat(funnel(api.json(ROOT + "wp-funnel" + range))).containsExactly(22L, 22L, 22L, 21L, 19L, 17L,
        15L, 7L);
    List<String> hours = new ArrayList<>();
    api.json(ROOT + "wp-funnel-timeseries" + range + "&interval=1h")
        .forEach(
            point -> hours.add(point.get("ts").stringValue().substring(11, 13) + " " + funnel(point).get(0)));
    assertThat(hours).containsExactly("09 1", "10 10", "11 10", "12 1");
    List<String> minutes = new ArrayList<>();
    api.json(ROOT + "bottlenecks-timeseries" + range + "&interval=5m")
        .forEach(point -> minutes
            .add(point.get("ts").stringValue().substring(11, 16) + " " + point.get("total_wps")));
    assertThat(minutes).containsExactly("09:40 1", "10:05 10", "11:05 10", "12:20 1");
    JsonNode timing = api.json(ROOT + "bottlenecks" + range).get(0);
    assertThat(longs(timing, "total_wps", "failed_wps", "lost_wps")).containsExactly(22L, 7L, 3L);
    assertThat(timing.get("stage_timing").get("pipeline_total").get("p50_ms").asDouble()).isCloseTo(8_000,
        within(250.0));
    assertThat(timing.get("avg_pipeline_ms").asDouble()).isCloseTo((160_000 + 1_700 + 300) / 22.0,
        within(0.01));
    JsonNode active = api.json(ROOT + "wp-active" + range);
    assertThat(longs(active.get("summary"), "at_received", "at_authorized", "at_refined", "at_report_built",
        "at_guarantee_built", "at_distributed")).containsExactly(0L, 1L, 2L, 2L, 2L, 15L);
    assertThat(list(active.get("failure_breakdown"), "reason", "count")).containsExactly("\"gone #\" 7");
    assertThat(list(api.json(ROOT + "wp-stats" + range).get("by_core"), "core", "count"))
        .containsExactly("3 22");
    assertThat(list(api.json(ROOT + "validator-profiling" + range).get("nodes"), "wp_count", "failures",
        "avg_total_ms")).containsExactly("22 7 " + (140_000 + 1_700) / 15.0);
    assertThat(list(api.json(ROOT + "validator-profiling-timeseries" + range + "&interval=1h"), "wp_count",
        "failures"))
        .containsExactly("1 0", "10 3", "10 3", "1 1");
    // Few packages are not rolled up, and neither are those of some cores or nodes.
    assertThat(funnel(api.json(ROOT + "wp-funnel" + range + "&core=3")).get(0)).isEqualTo(2);
    assertThat(funnel(api.json(ROOT + "wp-funnel" + range + "&node=" + node(4))).get(0)).isEqualTo(2);
    assertThat(
        funnel(api.json(ROOT + "wp-funnel?start=2026-11-21T09:30:00Z&end=2026-11-21T11:30:00Z")).get(0))
        .isEqualTo(1);
    // An end within an hour that is rolled up: the hour does not count, its packages have no rows here.
    assertThat(
        funnel(api.json(ROOT + "wp-funnel?start=2026-11-21T09:30:00Z&end=2026-11-21T11:59:00Z")).get(0))
        .isEqualTo(11);
  }

  private static void counts(Counted counted) {
    counted.partitions(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2036-01-01T00:00:00Z"));
    counted.events(T, 1, 90, -1, false, 2);
    counted.events(T, 2, 91, -1, false, 1);
    counted.events(T, 1, 93, 7, true, 1);
    counted.events(T, 1, 94, 7, false, 2);
    counted.events(T, 2, 94, 7, false, 1);
    counted.events(T.plusSeconds(1), 1, 101, 7, false, 1);
    counted.events(T.plusSeconds(1), 2, 101, 7, false, 2);
    counted.events(T.plusSeconds(60), 1, 92, 7, true, 1);
    counted.events(T.plusSeconds(1), 1, 105, 7, false, 2);
    counted.events(T.plusSeconds(3000), 3, 105, 7, false, 1);
    counted.events(T.plusSeconds(126), 3, 105, 9, false, 4);
    counted.events(T.plusSeconds(126), 4, 105, -1, false, 1);
    counted.events(T, 1, 106, 7, false, 10);
    counted.events(T, 1, 107, 7, true, 2);
    counted.events(T, 1, 108, 7, false, 8);
    counted.events(T, 1, 109, 7, false, 1);
    counted.events(T, 2, 110, -1, false, 9);
    counted.events(T, 2, 112, -1, false, 9);
    counted.events(T, 2, 113, -1, true, 3);
  }

  private static void costs(Rows rows) {
    for (int tier = 2; tier <= 3; tier++) {
      String table = "service_cost_" + (tier == 2 ? "1m" : "1h");
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
      String bucket = "date_bin('" + (tier == 2 ? "1 minute" : "1 hour") + "', ?, timestamptz 'epoch')";
      String add = "insert into service_cost as t values (" + tier + ", " + bucket
          + ", ?, ?, ?, ?, ?, ?, ?) on conflict "
          + "(tier, service, phase, bucket, partition) do update set executions = t.executions + excluded.executions, "
          + "gas = t.gas + excluded.gas, elapsed_ns = t.elapsed_ns + excluded.elapsed_ns, load_ns = t.load_ns + excluded.load_ns";
      var huge = new BigDecimal("18446744073709551615");
      rows.update(add, T, 10L, (short) 0, 0, 2L, number(30), number(90), number(6));
      rows.update(add, T.plusSeconds(70), 10L, (short) 1, 1, 1L, huge, number(7), number(1));
      rows.update(add, T.plusSeconds(70), 10L, (short) 1, 2, 1L, huge, number(8), number(2));
      rows.update(add, T, 4_000_000_000L, (short) 2, 1, 5L, number(100), number(50), number(5));
      rows.update(add, T, -1L, (short) 1, 1, 1L, number(4), number(3), number(2));
    }
  }

  private static BigDecimal number(long value) {
    return BigDecimal.valueOf(value);
  }

  private static void events(Rows rows) {
    List<Rows.Event> events = new ArrayList<>();
    long[][] said = {{90, 5, -1, -5}, {94, 6, 5, 0}, {13, 7, -1, 3}, {105, 8, 5, 1_400}, {106, 9, 8, 1_401},
        {108, 10, 9, 1_500}, {108, 11, 777, 1_501}, {109, 12, 5, 1_600}, {110, 13, -1, 60_000}};
    for (long[] it : said) {
      events.add(new Rows.Event(T.plusMillis(it[3]), 1, it[1], it[1], T.plusMillis(it[3]), null,
          it[2] < 0 ? null : it[2], 1, null, (int) it[0], false, null,
          new byte[]{1, 0, 0, 0, 0, 0, 0, 0, (byte) it[0]}));
    }
    events.add(new Rows.Event(T.plusMillis(695), 2, 5, 5L, T, null, null, 2, null, 91, false, null,
        new byte[]{1, 0, 0, 0, 0, 0, 0, 0, 91}));
    rows.events(events);
  }

  @Test
  void A_package_counts_once_in_each_stage_that_anybody_reported() {
    assertThat(funnel(api.json(ROOT + "wp-funnel" + RANGE))).containsExactly(5L, 5L, 4L, 4L, 3L, 3L, 2L, 2L);
    assertThat(funnel(api.json(ROOT + "wp-funnel" + RANGE + "&core=9"))).containsExactly(2L, 2L, 1L, 2L, 1L,
        1L, 0L, 1L);
    assertThat(funnel(api.json(ROOT + "wp-funnel" + RANGE + "&node=" + node(2)))).containsExactly(1L, 1L, 1L,
        1L, 1L,
        0L, 0L, 0L);
    assertThat(funnel(api.json(ROOT + "wp-funnel?start=2026-11-20T10:01:00Z&end=2026-11-20T10:02:05Z")))
        .containsExactly(1L, 1L, 1L, 0L, 0L, 0L, 0L, 1L);
    List<String> series = new ArrayList<>();
    api.json(ROOT + "wp-funnel-timeseries" + RANGE + "&interval=1m")
        .forEach(point -> series
            .add(point.get("ts").stringValue().substring(11, 16) + " " + funnel(point)));
    assertThat(series).containsExactly("10:00 [1, 1, 1, 1, 1, 1, 1, 0]", "10:01 [1, 1, 1, 0, 0, 0, 0, 1]",
        "10:02 [2, 2, 1, 2, 1, 1, 0, 1]", "10:50 [1, 1, 1, 1, 1, 1, 1, 0]");
    JsonNode stats = api.json(ROOT + "wp-stats" + RANGE);
    assertThat(longs(stats.get("totals"), "submissions", "being_shared", "duplicates", "received", "failed"))
        .containsExactly(2L, 1L, 1L, 5L, 2L);
    assertThat(list(stats.get("by_core"), "core", "count")).containsExactly("7 3", "9 2");
    assertThat(api.json(ROOT + "wp-stats" + RANGE + "&core=7").get("totals").has("submissions")).isFalse();
  }

  @Test
  void Percentiles_are_those_of_the_packages_and_rates_mean_what_they_say() {
    JsonNode answer = api.json(ROOT + "bottlenecks" + RANGE);
    assertThat(answer).hasSize(1);
    JsonNode it = answer.get(0);
    List<String> timing = new ArrayList<>();
    it.get("stage_timing")
        .properties()
        .forEach(stage -> timing.add(stage.getKey() + " "
            + stage.getValue().get("p50_ms").asLong() + " " + stage.getValue().get("p95_ms").asLong()));
    assertThat(timing).containsExactly("authorize 70 185", "refine 900 954", "report 60 96",
        "guarantee 340 394",
        "distribute 275 343", "pipeline_total 1000 1580");
    assertThat(it.get("avg_pipeline_ms").asDouble()).isEqualTo(960);
    assertThat(longs(it, "total_wps", "failed_wps", "lost_wps")).containsExactly(5L, 2L, 1L);
    assertThat(it.get("failure_rate").asDouble()).isEqualTo(0.4);
    assertThat(it.get("loss_rate").asDouble()).isEqualTo(0.2);
    JsonNode series = api.json(ROOT + "bottlenecks-timeseries" + RANGE + "&interval=1h&core=7");
    assertThat(series).hasSize(1);
    assertThat(longs(series.get(0), "authorize_p50", "refine_p95", "pipeline_p50", "total_wps", "failed_wps"))
        .containsExactly(100L, 856L, 400L, 3L, 1L);
    JsonNode idle = api.json(ROOT + "bottlenecks?start=2026-11-19T10:00:00Z&end=2026-11-19T11:00:00Z").get(0);
    assertThat(idle.get("failure_rate").asDouble()).isZero();
    assertThat(idle.get("stage_timing").get("refine").has("p50_ms")).isFalse();
  }

  @Test
  void Active_packages_come_newest_first_by_pages_with_what_is_missing() {
    JsonNode active = api.json(ROOT + "wp-active" + RANGE);
    List<String> seen = new ArrayList<>();
    active.get("work_packages")
        .forEach(it -> seen.add(it.get("wp_hash").stringValue().substring(61) + " "
            + it.get("stage") + " " + it.get("received_by") + " " + it.get("guaranteed_by") + " "
            + it.get("elapsed_ms")
            + " " + it.get("service_ids") + " " + it.get("missing")));
    assertThat(seen).containsExactly("3ed 5 1 1 400 [\"0x0000000b\"] []",
        "3ec 2 1 0 1000 [] [\"authorized\"]",
        "3eb 4 2 1 1500 [\"0xee6b2800\"] []", "3ea 1 1 0 300 [\"0x0000000b\"] []",
        "3e9 5 2 1 1600 [\"0x0000000a\",\"0x0000000b\"] []");
    assertThat(active.get("work_packages").get(4).get("refine_gas_used").asLong()).isEqualTo(501);
    assertThat(active.get("work_packages").get(4).get("node_id").stringValue()).isEqualTo(node(1));
    assertThat(
        longs(active.get("summary"), "total", "at_received", "at_authorized", "at_refined", "at_report_built",
            "at_guarantee_built", "at_distributed"))
        .containsExactly(5L, 0L, 1L, 1L, 0L, 1L, 2L);
    assertThat(longs(active.get("reached"), "received", "authorized", "failed")).containsExactly(5L, 4L, 2L);
    assertThat(longs(active.get("stage_duration_percentiles"), "authorize_p50_ms", "guarantee_p95_ms"))
        .containsExactly(70L, 394L);
    assertThat(list(active.get("failure_breakdown"), "reason", "count"))
        .containsExactly("\"no # credits\" 1", "\"timeout after # s\" 1");
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.json(ROOT + "wp-active" + RANGE + "&limit=2" + cursor);
      page.get("work_packages").forEach(it -> paged.add(it.get("wp_hash").stringValue()));
      cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!cursor.isEmpty());
    assertThat(paged).hasSize(5).doesNotHaveDuplicates();
    assertThat(api.json(ROOT + "wp-active" + RANGE + "&node=" + node(4))
        .get("work_packages")
        .get(0)
        .get("stage")
        .asInt())
        .isZero();
  }

  @Test
  void One_package_has_a_story_of_every_guarantor_and_of_the_events_that_follow_from_its_arrival() {
    JsonNode story = api.json(ROOT + "wp/0x" + Packaged.hash(1).toHex());
    assertThat(longs(story.get("summary"), "stage", "core", "received_by", "guaranteed_by")).containsExactly(
        5L, 7L, 2L,
        1L);
    assertThat(story.get("summary").get("refined_at").stringValue()).isEqualTo("2026-11-20T10:00:01.000000Z");
    assertThat(story.get("guarantors")).hasSize(2);
    assertThat(types(story.get("events"))).containsExactly(90, 94, 91, 105, 106, 108, 109);
    assertThat(story.has("complete_since")).isFalse();
    JsonNode first = api.json(ROOT + "wp/" + Packaged.hash(1).toHex() + "?limit=3");
    assertThat(types(first.get("events"))).containsExactly(90, 94, 91);
    JsonNode second = api.json(
        ROOT + "wp/" + Packaged.hash(1).toHex() + "?limit=9&cursor=" + first.get("next").stringValue());
    assertThat(types(second.get("events"))).containsExactly(105, 106, 108, 109);
    // The list of events tells the same story, newest first, by pages of either kind.
    String events = ROOT + "events?start=2026-11-20T00:00:00Z&wp_hash=" + Packaged.hash(1).toHex();
    assertThat(eventTypes(api.json(events))).containsExactly(109, 108, 106, 105, 91, 94, 90);
    assertThat(eventTypes(api.json(events + "&offset=2&limit=3"))).containsExactly(106, 105, 91);
    assertThat(
        eventTypes(api.json(events + "&cursor=" + api.json(events + "&limit=5").get("next").stringValue())))
        .containsExactly(94, 90);
    assertThat(eventTypes(api.json(events + "&event_types=94,105"))).containsExactly(105, 94);
    assertThat(api.json(events).get("pagination").get("total").asInt()).isEqualTo(7);
    assertThat(eventTypes(api.json(events + "&core=340"))).isEmpty();
    assertThat(api.get(ROOT + "wp/abc").status()).isEqualTo(400);
    assertThat(api.get(ROOT + "wp/" + Packaged.hash(99).toHex()).status()).isEqualTo(404);
  }

  private static List<Integer> eventTypes(JsonNode page) {
    return page.get("events").valueStream().map(event -> event.get("event_type").asInt()).toList();
  }

  @Test
  void Several_packages_are_asked_for_at_once() {
    Api.Answer answer = batch(
        "[\"" + Packaged.hash(1).toHex() + "\", \"0x" + Packaged.hash(3).toHex() + "\", \""
            + Packaged.hash(99).toHex() + "\"]");
    assertThat(answer.status()).isEqualTo(200);
    List<Long> stages = new ArrayList<>();
    answer.json().forEach(it -> stages.add(it.get("stage").asLong()));
    assertThat(stages).containsExactly(4L, 5L);
    for (String wrong : List.of("{}", "[1", "[\"abc\"]", "[" + "\"\",".repeat(1_000) + "\"\"]",
        " ".repeat(300_000))) {
      assertThat(batch(wrong).status()).isEqualTo(400);
    }
  }

  private Api.Answer batch(String body) {
    return api.send(api.request(ROOT + "wp/batch")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void Guarantors_are_measured_by_their_own_clocks_and_the_network_by_its_packages() {
    JsonNode profiles = api.json(ROOT + "validator-profiling" + RANGE);
    assertThat(profiles.get("network_avg_total_ms").asDouble()).isEqualTo(1000);
    assertThat(list(profiles.get("nodes"), "wp_count", "failures", "failure_rate", "avg_authorize_ms",
        "avg_total_ms",
        "slowdown_factor")).containsExactly("2 1 0.5 150.0 1600.0 1.6", "2 0 0.0 25.0 400.0 0.4",
            "1 0 0.0 60.0 null null", "1 1 1.0 null null null", "1 0 0.0 null null null");
    JsonNode fastest = api.json(ROOT + "validator-profiling" + RANGE + "&sort=asc&limit=1");
    assertThat(fastest.get("nodes").get(0).get("node_id").stringValue()).isEqualTo(node(3));
    JsonNode next = api.json(
        ROOT + "validator-profiling" + RANGE + "&sort=asc&limit=1&cursor="
            + fastest.get("next").stringValue());
    assertThat(next.get("nodes").get(0).get("node_id").stringValue()).isEqualTo(node(1));
    assertThat(
        list(api.json(ROOT + "validator-profiling-timeseries" + RANGE + "&interval=1m&node=" + node(1)),
            "wp_count",
            "failures", "avg_refine_ms"))
        .containsExactly("1 0 1000.0", "1 1 null");
    assertThat(api.json(ROOT + "validator-profiling-timeseries" + RANGE + "&core=9&interval=1h")).hasSize(3);
  }

  @Test
  void Guarantees_are_counted_by_node_and_core_and_success_can_be_whole() {
    JsonNode traffic = api.json(ROOT + "guarantees" + RANGE);
    assertThat(
        longs(traffic.get("totals"), "built", "sending", "send_failed", "sent", "distributed", "receiving",
            "receive_failed", "received", "discarded"))
        .containsExactly(8L, 10L, 2L, 8L, 1L, 9L, 0L, 9L, 3L);
    assertThat(traffic.get("success_rates").get("send_success_rate").asDouble()).isEqualTo(0.8);
    assertThat(traffic.get("success_rates").get("receive_success_rate").asDouble()).isEqualTo(1);
    JsonNode ofCore = api.json(ROOT + "guarantees" + RANGE + "&core=9");
    assertThat(ofCore.get("totals").get("built").asLong()).isEqualTo(4);
    assertThat(ofCore.get("totals").has("received")).isFalse();
    assertThat(api.json(ROOT + "guarantees" + RANGE + "&node=" + node(2)).get("totals").get("built").asLong())
        .isZero();
    JsonNode guarantors = api.json(ROOT + "guarantees/by-guarantor" + RANGE);
    assertThat(guarantors.get("total_guarantors").asInt()).isEqualTo(3);
    assertThat(list(guarantors.get("guarantors"), "primary_core", "guarantee_count", "last_guarantee",
        "cores_active"))
        .containsExactly("9 5 \"2026-11-20T10:50:00.050000Z\" [7,9]",
            "7 2 \"2026-11-20T10:00:01.400000Z\" [7]",
            "null 1 null []");
    assertThat(
        list(api.json(ROOT + "validators/cores" + RANGE + "&core=7"), "primary_core", "guarantee_count"))
        .containsExactly("7 2", "7 1");
    assertThat(api.json(ROOT + "guarantee-discards" + RANGE)).hasSize(1);
  }

  @Test
  void A_core_has_its_packages_its_reports_and_its_guarantors() {
    assertThat(
        list(api.json(ROOT + "cores" + RANGE), "core", "work_packages", "received", "guarantees", "failures",
            "last_activity"))
        .containsExactly("7 3 3 3 1 \"2026-11-20T10:50:00.400000Z\"",
            "9 2 0 4 0 \"2026-11-20T10:02:11.000000Z\"");
    assertThat(
        list(api.json(ROOT + "cores?start=2026-11-20T10:00:00Z&end=2026-11-20T10:00:01.2Z"), "last_activity"))
        .containsExactly("\"2026-11-20T10:00:01.060000Z\"");
    JsonNode core = api.json(ROOT + "cores/7" + RANGE + "&limit=2");
    assertThat(longs(core, "core", "work_packages", "guarantees", "failures")).containsExactly(7L, 3L, 3L,
        1L);
    assertThat(core.get("recent_work_packages")).hasSize(2);
    JsonNode metrics = api.json(ROOT + "cores/7/metrics" + RANGE);
    assertThat(longs(metrics, "p50_latency_ms", "total_gas_used", "work_packages_processed")).containsExactly(
        400L, 521L,
        2L);
    assertThat(metrics.get("processing_efficiency_pct").asDouble()).isEqualTo(75);
    JsonNode validators = api.json(ROOT + "cores/7/validators" + RANGE);
    assertThat(
        list(validators.get("validators"), "guarantee_count", "implementation_version", "is_connected"))
        .containsExactly("2 \"1.2.3\" true", "1 \"1.2.3\" false");
    for (String path : List.of("", "/metrics", "/validators")) {
      assertThat(api.get(ROOT + "cores/341" + path + RANGE).status()).isEqualTo(404);
      assertThat(api.get(ROOT + "cores/x" + path + RANGE).status()).isEqualTo(400);
      assertThat(api.get(ROOT + "cores/340" + path + RANGE).status()).isEqualTo(200);
    }
  }

  @Test
  void Services_have_packages_executions_and_gas_beyond_a_long() {
    JsonNode execution = api.json(ROOT + "execution" + RANGE);
    assertThat(execution.get("refinement").get("total_gas").decimalValue())
        .isEqualTo(new BigDecimal("36893488147419103234"));
    assertThat(
        longs(execution.get("authorization"), "count", "total_gas", "avg_gas", "avg_time_ns", "avg_load_ns"))
        .containsExactly(2L, 30L, 15L, 45L, 3L);
    assertThat(list(execution.get("by_service"), "service_id", "phase", "count"))
        .containsExactly("10 \"refinement\" 2", "4000000000 \"accumulation\" 5", "10 \"authorization\" 2");
    JsonNode page = api.json(ROOT + "execution" + RANGE + "&limit=2");
    assertThat(list(
        api.json(ROOT + "execution" + RANGE + "&cursor=" + page.get("next").stringValue()).get("by_service"),
        "phase")).containsExactly("\"authorization\"");
    assertThat(list(api.json(ROOT + "services" + RANGE), "service_id", "work_packages", "refinements",
        "authorizations",
        "authorization_gas", "executions", "execution_gas")).containsExactly("\"0x0000000a\" 1 2 2 30 0 0",
            "\"0xee6b2800\" 1 0 0 0 5 100", "\"0x0000000b\" 3 0 0 0 0 0");
    assertThat(list(api.json(ROOT + "services" + RANGE + "&service=%7B11,0xee6b2800%7D"), "service_id"))
        .containsExactly("\"0xee6b2800\"", "\"0x0000000b\"");
    assertThat(list(api.json(ROOT + "services/timeseries" + RANGE + "&service=10"), "ts", "work_packages",
        "authorization_gas", "refinement_gas")).containsExactly("\"2026-11-20T10:00:00.000000Z\" 1 30 0",
            "\"2026-11-20T10:01:00.000000Z\" 0 0 36893488147419103230");
    assertThat(api.get(ROOT + "services" + RANGE + "&service=0x1ffffffff").status()).isEqualTo(400);
    assertThat(api.get(ROOT + "services" + RANGE + "&service=4294967296").status()).isEqualTo(400);
  }

  @Test
  void What_cannot_be_honoured_is_refused_and_what_is_covered_is_said() {
    for (String path : List.of("wp-funnel", "wp-funnel-timeseries", "bottlenecks", "bottlenecks-timeseries",
        "wp-active",
        "wp-stats", "execution", "guarantees", "guarantees/by-guarantor", "guarantee-discards", "cores",
        "cores/1",
        "cores/1/metrics", "cores/1/validators", "validators/cores", "validator-profiling",
        "validator-profiling-timeseries", "services", "services/timeseries")) {
      assertThat(api.get(ROOT + path).status()).as(path).isEqualTo(400);
      assertThat(api.get(ROOT + path + RANGE + "&event_type=94").status()).as(path).isEqualTo(400);
      assertThat(api.get(ROOT + path + RANGE).header("Tart-Range")).as(path)
          .isEqualTo("2026-11-20T10:00:00Z/2026-11-20T11:00:00Z");
    }
    assertThat(api.get(ROOT + "wp-funnel" + RANGE + "&node=abc").status()).isEqualTo(400);
    assertThat(api.get(ROOT + "wp-funnel" + RANGE + "&core=70000").status()).isEqualTo(400);
    assertThat(api.get(ROOT + "validator-profiling" + RANGE + "&sort=up").status()).isEqualTo(400);
    assertThat(api.get(ROOT + "wp-funnel?start=2026-11-20T08:00:00Z").header("Tart-Complete-Since"))
        .isEqualTo("2026-11-20T09:00:00Z");
  }

  private static String node(int number) {
    return Fixtures.peerId(number).toHex();
  }

  private static List<Long> funnel(JsonNode it) {
    return longs(it, "total", "received", "authorized", "refined", "report_built", "guarantee_built",
        "distributed",
        "failed");
  }

  private static List<Integer> types(JsonNode events) {
    return StreamSupport.stream(events.spliterator(), false)
        .map(event -> event.get("event_type").asInt())
        .toList();
  }

  private static List<String> list(JsonNode array, String... names) {
    List<String> rows = new ArrayList<>();
    array.forEach(it -> {
      List<String> values = new ArrayList<>();
      for (String name : names) {
        values.add(String.valueOf(it.get(name)));
      }
      rows.add(String.join(" ", values));
    });
    return rows;
  }

  private static List<Long> longs(JsonNode node, String... names) {
    List<Long> values = new ArrayList<>();
    for (String name : names) {
      values.add(node.get(name).asLong());
    }
    return values;
  }
}
