package org.jamtart.query.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Events;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageFailed;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.WorkPackageOutline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The older surface by value, against rows that the test wrote; what is older than the range must not count. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class LegacyIT {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant T = NOW.minus(Duration.ofMinutes(10));
  private static final Instant OLD = NOW.minus(Duration.ofHours(2));
  private static final Protocol PROTOCOL = new Protocol(1, 341);
  private static final String ONE = Fixtures.peerId(1).toHex();
  private static final String TWO = Fixtures.peerId(2).toHex();
  private static final Map<Integer, Integer> COUNTS = Map.ofEntries(Map.entry(11, 20), Map.entry(12, 10),
      Map.entry(40, 5), Map.entry(41, 1), Map.entry(42, 4), Map.entry(43, 8), Map.entry(44, 1),
      Map.entry(45, 7),
      Map.entry(47, 6), Map.entry(62, 12), Map.entry(90, 3), Map.entry(91, 2), Map.entry(92, 1),
      Map.entry(93, 2),
      Map.entry(94, 9), Map.entry(101, 6), Map.entry(102, 5), Map.entry(105, 4), Map.entry(106, 5),
      Map.entry(107, 1), Map.entry(108, 3), Map.entry(109, 2), Map.entry(110, 6), Map.entry(111, 1),
      Map.entry(112, 5), Map.entry(113, 1), Map.entry(120, 8), Map.entry(122, 1), Map.entry(124, 2),
      Map.entry(191, 7), Map.entry(192, 3), Map.entry(198, 2), Map.entry(199, 1));

  private final Rows rows;
  private final Api api;

  LegacyIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.partitionsAround(NOW);
    for (String table : List.of("node_count_30s", "node_count_1m", "node_count_1h", "node_activity_30s",
        "node_activity_1m", "node_activity_1h", "network_count_30s", "network_count_1m", "network_count_1h",
        "core_count_1m", "core_count_1h", "authored_block", "block_convergence", "peer_count",
        "package_figures",
        "package_guarantor")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", NOW.minusSeconds(7200), NOW.plusSeconds(3600), null);
    for (int node = 1; node <= 3; node++) {
      rows.node(node, NOW);
      rows.session(node, node, gateway, NOW.minusSeconds(3600), NOW);
    }
    COUNTS.forEach((type, events) -> counted(T, 1, type, events));
    counted(OLD, 2, 94, 1000);
    counted(OLD, 2, 42, 1000);
    counted(T, 2, 13, 3);
    for (int tier = 2; tier <= 3; tier++) {
      String bucket = "date_bin('" + (tier == 2 ? "1 minute" : "1 hour") + "', ?, timestamptz 'epoch')";
      rows.update("insert into core_count values (" + tier + ", " + bucket + ", 3, 94, 0, 7)", T);
      rows.update("insert into core_count values (" + tier + ", " + bucket + ", 5, 94, 1, 2)", T);
      rows.update("insert into core_count values (" + tier + ", " + bucket + ", 5, 94, 1, 50)", OLD);
    }
    latest(1, 11, T, 500L, new byte[45]);
    latest(2, 12, T, 480L, new byte[45]);
    latest(3, 11, T, 4_000_000_000L, new byte[45]);
    latest(1, 10, T, null, status(40, -1));
    latest(2, 10, T, null, status(60, 100));
    latest(3, 10, OLD, null, status(1_000, 1));
    rows.events(List.of(
        new Rows.Event(T, 1, 1, 1L, T, null, null, 1, 3, 94, false, null, received(3, 1_234)),
        new Rows.Event(NOW.minusSeconds(30), 1, 2, 2L, NOW, null, 1L, 1, 3, 92, false, null,
            Events.encode(new WorkPackageFailed(0, 1, "no gas"), PROTOCOL))));
    // Distributed by 1, failed on 2; failed on 1 alone; only received; and one of two hours ago.
    pack(60, 3, T, 7, "no gas 17", 1_000L);
    part(60, 1, T, 6, null);
    part(60, 2, T.plusSeconds(1), 1, "no gas 17");
    pack(61, 3, T.plusSeconds(2), 1, "no gas 18", null);
    part(61, 1, T.plusSeconds(2), 1, "no gas 18");
    pack(62, 5, T.plusSeconds(3), 0, null, null);
    part(62, 2, T.plusSeconds(3), 0, null);
    pack(63, 5, OLD, 6, null, 5L);
    part(63, 3, OLD, 6, null);
    rolledUp(NOW.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(6)));
    block(T, 70, 1, 77L);
    block(T.plusSeconds(6), 71, 2, null);
    block(T.plusSeconds(7), 72, 1, 79L);
    block(OLD, 73, 3, 1L);
    api = Api.start(scope);
  }

  private void counted(Instant at, int node, int type, int events) {
    Map.of(1, "30 seconds", 2, "1 minute", 3, "1 hour").forEach((tier, length) -> {
      String bucket = "date_bin('" + length + "', ?, timestamptz 'epoch')";
      rows.update("insert into network_count as t values (" + tier + ", " + bucket + ", ?, -1, '', ?, ?) "
          + "on conflict (tier, type, bucket, subject, reason, partition) do update set events = t.events + excluded.events",
          at, (short) type, node, (long) events);
      rows.update("insert into node_count as t values (" + tier + ", " + bucket + ", ?, ?, -1, '', ?) "
          + "on conflict (tier, node, bucket, type, core, reason) do update set events = t.events + excluded.events",
          at, node, (short) type, (long) events);
      boolean failure = List.of(41, 44, 92, 93, 107, 111, 113, 122, 199).contains(type);
      rows.update("insert into node_activity as t values (" + tier + ", " + bucket + ", ?, ?, ?, 0, ?, -1) "
          + "on conflict (tier, bucket, node) do update set events = t.events + excluded.events, failures = t.failures "
          + "+ excluded.failures, best_slot = greatest(t.best_slot, excluded.best_slot)", at, node,
          (long) events,
          failure ? (long) events : 0L, type == 11 ? 500L : -1L);
    });
  }

  private void latest(int node, int type, Instant at, @Nullable Long slot, byte[] bytes) {
    rows.update("insert into node_latest values (?, ?, ?, ?, 1, ?, ?)", node, (short) type, at, (long) node,
        slot,
        bytes);
  }

  private static byte[] status(int shards, long size) {
    return Events.encode(new Status(0, 9, 5, 2, ByteString.of(new byte[341]), shards, size, 6, 70), PROTOCOL);
  }

  private static byte[] received(int core, int size) {
    return Events.encode(new WorkPackageReceived(0, 0, core, new WorkPackageOutline(size, Fixtures.peerId(60),
        Fixtures.peerId(1), 5, List.of(), List.of())), PROTOCOL);
  }

  /** A package with its first so many stages, 100 ms after each other; 7: all of them and a failure; 1: received and failed. */
  private void pack(int hash, int core, Instant at, int stages, @Nullable String failure,
      @Nullable Long gas) {
    rows.update(
        "insert into work_package (hash, first_seen, last_updated, core, services, node, received_at, "
            + "authorized_at, refined_at, report_built_at, guarantee_built_at, distributed_at, failed_at, refine_gas, "
            + "failure_reason, received_by, guaranteed_by) values (?, ?, ?, ?, '{}', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
        Fixtures.peerId(hash).toByteArray(), at, at.plusMillis(stages >= 6 ? 500 : 50), core,
        stage(at, 0, stages),
        stage(at, 1, stages), stage(at, 2, stages), stage(at, 3, stages), stage(at, 4, stages),
        stage(at, 5, stages),
        failure == null ? null : at.plusMillis(50), gas == null ? null : BigDecimal.valueOf(gas), failure,
        stages >= 6 ? 1 : 0);
  }

  private void part(int hash, int node, Instant at, int stages, @Nullable String failure) {
    rows.update(
        "insert into node_package (hash, node, first_seen, last_updated, session, submission, core, services, "
            + "received_at, authorized_at, refined_at, report_built_at, guarantee_built_at, last_guarantee_at, distributed_at, "
            + "failed_at, failure_reason) values (?, ?, ?, ?, 1, 1, 3, '{}', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        Fixtures.peerId(hash).toByteArray(), node, at, at.plusMillis(stages >= 6 ? 500 : 50),
        stage(at, 0, stages),
        stage(at, 1, stages), stage(at, 2, stages), stage(at, 3, stages), stage(at, 4, stages),
        stage(at, 4, stages),
        stage(at, 5, stages), failure == null ? null : at.plusMillis(50), failure);
  }

  /** Two hours of which no package has a row: so what is told of them comes from here. */
  private void rolledUp(Instant hour) {
    for (int i = 0; i < 2; i++) {
      Instant bucket = hour.plus(Duration.ofHours(i));
      rows.update(
          "insert into package_figures values (3, ?, 9, 9, 9, 9, 9, 9, 9, 0, 0, '{0,0,0,0,0,9}', 1, '{}')",
          bucket);
      rows.update(
          "insert into package_guarantor values (?, 2, ?, 6, ?, '{3,5}', '{1,2}'), (?, 3, 0, 4, null, '{}', '{}')",
          bucket, 4L - i, bucket.plusSeconds(60), bucket);
    }
  }

  private static @Nullable Instant stage(Instant at, int stage, int stages) {
    return stage == 0 || stages >= 6 ? at.plusMillis(100L * stage) : null;
  }

  private void block(Instant at, int hash, int node, @Nullable Long slot) {
    rows.update("insert into authored_block values (?, ?, ?, ?, 0, 0, 0, 0, 0, 0)", at,
        Fixtures.peerId(hash).toByteArray(), node, slot);
  }

  @Test
  void Work_packages_are_counted_in_the_range() {
    JsonNode json = api.json("/api/workpackages?duration=1h");
    assertThat(json.get("totals").toString())
        .isEqualTo("{\"submissions\":3,\"being_shared\":2,\"failed\":1,\"duplicates\":2,"
            + "\"received\":9,\"refined\":6,\"work_reports_built\":5,\"guarantees_built\":4}");
    assertThat(json.get("by_core").toString())
        .isEqualTo("[{\"core\":3,\"count\":7},{\"core\":5,\"count\":2}]");
    assertThat(json.get("recent")).hasSize(1);
    assertThat(json.get("recent").get(0).get("core").stringValue()).isEqualTo("3");
    assertThat(json.get("recent").get(0).get("work_package_size").stringValue()).isEqualTo("1234");
    assertThat(api.json("/api/workpackages").get("totals").get("received").intValue()).isEqualTo(1009);
    assertThat(api.get("/api/workpackages?duration=2h").status()).isEqualTo(400);
  }

  @Test
  void The_newest_packages_have_stages_and_reasons() {
    JsonNode json = api.json("/api/workpackages/active");
    assertThat(json.get("work_packages")).hasSize(3);
    assertThat(json.get("work_packages").valueStream().map(it -> it.get("current_stage").stringValue()))
        .containsExactly("received", "failed", "distributed");
    JsonNode done = json.get("work_packages").get(2);
    assertThat(done.get("hash").stringValue()).isEqualTo(Fixtures.peerId(60).toHex());
    assertThat(done.get("elapsed_ms").doubleValue()).isEqualTo(500);
    assertThat(done.get("stages").get("failed").isString()).isTrue();
    assertThat(json.get("summary").toString())
        .isEqualTo("{\"total\":3,\"submitted\":0,\"received\":1,\"authorized\":0,"
            + "\"refined\":0,\"reports_built\":0,\"guarantees_built\":0,\"distributed\":1,\"failed\":1}");
    assertThat(json.get("reached").get("received").intValue()).isEqualTo(3);
    assertThat(json.get("reached").get("distributed").intValue()).isEqualTo(1);
    assertThat(json.get("failure_breakdown").toString()).isEqualTo("{\"no gas #\":2}");
  }

  @Test
  void A_journey_has_the_steps_of_every_guarantor() {
    String path = "/api/workpackages/" + Fixtures.peerId(60).toHex();
    JsonNode journey = api.json(path + "/journey/enhanced");
    assertThat(journey.get("stages").valueStream().map(it -> it.get("stage").stringValue())).containsExactly(
        "received",
        "authorized", "refined", "report_built", "guarantee_built", "guaranteed", "received", "failed");
    assertThat(journey.get("stages").get(1).get("duration_ms").doubleValue()).isEqualTo(100);
    assertThat(journey.get("current_stage").stringValue()).isEqualTo("distributed");
    assertThat(journey.get("failed").booleanValue()).isFalse();
    assertThat(journey.get("has_errors").booleanValue()).isTrue();
    assertThat(journey.get("guarantor_info")).hasSize(1);
    assertThat(journey.get("timing").get("total_duration_ms").doubleValue()).isEqualTo(500);
    assertThat(journey.get("timing").get("stage_durations").get("refined").doubleValue()).isEqualTo(100);
    JsonNode audit = api.json(path + "/audit-progress");
    assertThat(audit.get("status").stringValue()).isEqualTo("completed");
    assertThat(audit.get("audit_progress").get("guarantees_built").intValue()).isEqualTo(1);
    assertThat(api.json("/api/workpackages/0x" + Fixtures.peerId(61).toHex() + "/audit-progress")
        .get("status")
        .stringValue()).isEqualTo("failed");
    assertThat(api.get("/api/workpackages/" + Fixtures.peerId(99).toHex() + "/journey/enhanced").status())
        .isEqualTo(404);
    assertThat(api.get("/api/workpackages/12/journey/enhanced").status()).isEqualTo(400);
  }

  @Test
  void Blocks_have_totals_authors_and_hashes() {
    JsonNode json = api.json("/api/blocks");
    assertThat(json.get("totals").toString())
        .isEqualTo("{\"authoring_started\":5,\"authoring_failed\":1,\"authored\":4,"
            + "\"importing\":8,\"verification_failed\":1,\"verified\":7,\"execution_failed\":0,\"executed\":6,"
            + "\"best_block_changes\":20,\"finalized_block_changes\":10}");
    // Slot 4,000,000,000 is not believed.
    assertThat(json.get("chain").toString()).isEqualTo("{\"best_slot\":500,\"finalized_slot\":480}");
    assertThat(json.get("authoring_by_node").toString()).isEqualTo(
        "[{\"node_id\":\"" + ONE + "\",\"blocks_authored\":2},{\"node_id\":\"" + TWO
            + "\",\"blocks_authored\":1}]");
    assertThat(json.get("recent_authored")).hasSize(3);
    assertThat(json.get("recent_authored").get(0).get("hash").stringValue())
        .isEqualTo("0x" + Fixtures.peerId(72).toHex());
    assertThat(json.get("recent_authored").get(0).get("slot").intValue()).isEqualTo(79);
  }

  @Test
  void Guarantees_have_rates_as_text() {
    JsonNode json = api.json("/api/guarantees?duration=1h");
    assertThat(json.get("totals").toString())
        .isEqualTo("{\"built\":4,\"sending\":5,\"send_failed\":1,\"sent\":3,"
            + "\"distributed\":2,\"receiving\":6,\"receive_failed\":1,\"received\":5,\"discarded\":1}");
    assertThat(json.get("success_rates").get("send_success_rate").stringValue()).isEqualTo("75.00%");
    assertThat(json.get("success_rates").get("receive_success_rate").stringValue()).isEqualTo("83.33%");
    assertThat(json.get("by_node").toString())
        .isEqualTo("[{\"node_id\":\"" + ONE + "\",\"guarantees_built\":1}]");
    JsonNode by = api.json("/api/guarantees/by-guarantor");
    assertThat(by.get("total_guarantors").intValue()).isEqualTo(3);
    JsonNode first = by.get("guarantors").get(1);
    assertThat(first.get("node_id").stringValue()).isEqualTo(ONE);
    assertThat(first.get("success_rate").doubleValue()).isEqualTo(0.5);
    assertThat(first.get("primary_core").intValue()).isEqualTo(3);
    assertThat(first.get("guarantees_last_hour").intValue()).isEqualTo(1);
    JsonNode third = by.get("guarantors").get(2);
    assertThat(third.get("guarantees_last_hour").intValue()).isZero();
    // One of the packages in single rows; four more that were received are rolled up in each of two hours.
    assertThat(third.get("success_rate").doubleValue()).isEqualTo(1 / 9.0);
    assertThat(by.get("top_performers")).hasSize(3);
    assertThat(by.get("bottom_performers").get(0).stringValue()).isEqualTo(Fixtures.peerId(3).toHex());
  }

  @Test
  void Guarantees_of_hours_that_are_rolled_up_are_added_to_those_beside_them() {
    JsonNode first = api.json("/api/guarantees/by-guarantor").get("guarantors").get(0);
    assertThat(first.get("node_id").stringValue()).isEqualTo(TWO);
    // Two packages in single rows were received and not guaranteed.
    assertThat(first.get("total_guarantees").intValue()).isEqualTo(4 + 3);
    assertThat(first.get("success_rate").doubleValue()).isEqualTo(7 / 14.0);
    assertThat(first.get("cores_active").toString()).isEqualTo("[3,5]");
    assertThat(first.get("primary_core").intValue()).isEqualTo(5);
    assertThat(Instant.parse(first.get("last_guarantee").stringValue()))
        .isEqualTo(NOW.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5)).plusSeconds(60));
    assertThat(first.get("guarantees_last_hour").intValue()).isZero();
    assertThat(api.json("/api/guarantees").get("by_node").toString())
        .isEqualTo("[{\"node_id\":\"" + TWO + "\",\"guarantees_built\":7},{\"node_id\":\"" + ONE
            + "\",\"guarantees_built\":1},{\"node_id\":\"" + Fixtures.peerId(3).toHex()
            + "\",\"guarantees_built\":1}]");
    assertThat(api.json("/api/guarantees/by-guarantor?duration=1h").get("total_guarantors").intValue())
        .isEqualTo(1);
  }

  @Test
  void What_nodes_hold_is_by_their_reports_of_the_last_hour() {
    JsonNode json = api.json("/api/da/stats");
    assertThat(json.get("aggregate").toString()).isEqualTo("{\"total_shards\":100,\"total_shard_size_bytes\":"
        + "18446744073709551715,\"total_preimages\":12,\"total_preimages_size_bytes\":140,\"average_shards_per_node\":50.0,"
        + "\"node_count\":2}");
    assertThat(json.get("preimage_activity").toString())
        .isEqualTo("{\"announced\":7,\"forgotten\":3,\"transferred\":2,\"discarded\":1}");
    JsonNode first = json.get("by_node").get(0);
    assertThat(first.get("node_id").stringValue()).isEqualTo(TWO);
    assertThat(first.get("preimage_size_bytes").intValue()).isEqualTo(70);
    assertThat(first.get("preimages_size_bytes").intValue()).isEqualTo(70);
  }

  @Test
  void A_search_finds_what_fits_in_the_last_hour() {
    JsonNode json = api.json("/api/events/search?event_types=92,94&limit=1");
    assertThat(json.get("events")).hasSize(1);
    assertThat(json.get("has_more").booleanValue()).isTrue();
    assertThat(json.has("total")).isFalse();
    JsonNode rest = api
        .json("/api/events/search?event_types=92,94&limit=1&cursor=" + json.get("next").stringValue());
    assertThat(rest.get("events").get(0).get("event_type").intValue()).isEqualTo(94);
    JsonNode of = api
        .json("/api/events/search?core_index=3&node_id=" + ONE + "&start_time=" + T.minusSeconds(1));
    assertThat(of.get("total").intValue()).isEqualTo(2);
    assertThat(api.json("/api/events/search?core_index=4").get("total").intValue()).isZero();
    assertThat(api.get("/api/events/search?event_types=x").status()).isEqualTo(400);
  }

  @Test
  void Cores_are_active_stale_or_idle() {
    JsonNode json = api.json("/api/cores/status");
    assertThat(json.get("cores")).hasSize(341);
    JsonNode three = json.get("cores").get(3);
    assertThat(three.get("status").stringValue()).isEqualTo("stale");
    assertThat(three.get("work_packages_last_hour").intValue()).isEqualTo(2);
    assertThat(three.get("guarantees_last_hour").intValue()).isEqualTo(1);
    assertThat(three.get("gas_used").intValue()).isEqualTo(1_000);
    assertThat(three.get("active_work_packages").intValue()).isZero();
    assertThat(three.get("window_blocks").intValue()).isEqualTo(600);
    assertThat(three.get("active_blocks").intValue()).isBetween(1, 2);
    assertThat(three.get("slots_since_active").intValue()).isBetween(98, 140);
    assertThat(json.get("cores").get(5).get("active_work_packages").intValue()).isEqualTo(1);
    assertThat(json.get("cores").get(0).get("status").stringValue()).isEqualTo("idle");
    assertThat(json.get("summary").toString())
        .isEqualTo("{\"total_cores\":341,\"active_cores\":0,\"idle_cores\":339,\"stale_cores\":2}");
    assertThat(json.get("telemetry").get("work_packages_last_hour").intValue()).isEqualTo(3);
  }

  @Test
  void One_core_has_workers_figures_and_packages() {
    JsonNode validators = api.json("/api/cores/3/validators");
    assertThat(validators.get("validator_count").intValue()).isEqualTo(2);
    JsonNode first = validators.get("validators").get(0);
    assertThat(first.get("node_id").stringValue()).isEqualTo(ONE);
    assertThat(first.get("guarantee_count").intValue()).isEqualTo(1);
    assertThat(first.get("latest_slot").intValue()).isEqualTo(500);
    assertThat(first.get("is_active").booleanValue()).isFalse();
    JsonNode metrics = api.json("/api/cores/3/metrics");
    assertThat(metrics.get("processing_efficiency_pct").doubleValue()).isEqualTo(50);
    assertThat(metrics.get("accumulate_efficiency_pct").doubleValue()).isEqualTo(100);
    assertThat(metrics.get("throughput_per_second").doubleValue()).isEqualTo(2 / 3600.0);
    assertThat(metrics.get("average_completion_time_ms").doubleValue()).isEqualTo(275);
    assertThat(metrics.get("stats").get("refinements_failed").intValue()).isEqualTo(1);
    assertThat(metrics.get("work_packages_processed_24h").intValue()).isEqualTo(1);
    JsonNode packages = api.json("/api/cores/3/work-packages");
    assertThat(packages.get("work_packages").valueStream().map(it -> it.get("status").stringValue()))
        .containsExactly("failed", "distributed");
    assertThat(packages.get("queue_depth").intValue()).isZero();
    assertThat(packages.get("completed_last_hour").intValue()).isEqualTo(1);
    for (String path : List.of("validators", "metrics", "work-packages", "bottlenecks",
        "guarantors/enhanced")) {
      assertThat(api.get("/api/cores/341/" + path).status()).as(path).isEqualTo(404);
      assertThat(api.get("/api/cores/-1/" + path).status()).as(path).isEqualTo(400);
      assertThat(api.get("/api/cores/0/" + path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void Guarantors_of_a_core_have_what_they_hold_and_who_fails() {
    JsonNode guarantors = api.json("/api/cores/3/guarantors/enhanced");
    assertThat(guarantors.get("active_guarantor_count").intValue()).isEqualTo(1);
    JsonNode one = guarantors.get("guarantors").get(0);
    assertThat(one.get("shards_stored").intValue()).isEqualTo(40);
    assertThat(one.get("shards_served").intValue()).isEqualTo(2);
    assertThat(guarantors.get("core_total_da_bytes").bigIntegerValue().toString())
        .isEqualTo("18446744073709551615");
    JsonNode bottlenecks = api.json("/api/cores/3/bottlenecks");
    assertThat(bottlenecks.get("stats").toString()).isEqualTo("{\"total_events\":3,\"total_failures\":2,"
        + "\"failure_rate\":" + 2 / 3.0 + ",\"validator_count\":2,\"bottleneck_count\":2}");
    assertThat(bottlenecks.get("bottleneck_messages").get(0).get("type").stringValue())
        .isEqualTo("high_failure_rate");
  }

  @Test
  void Failures_and_health_follow_the_older_rules() {
    JsonNode rates = api.json("/api/analytics/failure-rates");
    int all = COUNTS.values().stream().mapToInt(Integer::intValue).sum() + 3;
    assertThat(rates.get("overall").toString())
        .isEqualTo("{\"total_events\":" + all + ",\"failed_events\":10,"
            + "\"failure_rate\":" + Math.round(100_000.0 / all) / 10_000.0 + "}");
    assertThat(rates.get("by_category").toString()).isEqualTo(
        "[{\"category\":\"block_authoring\",\"attempts\":11,\"failures\":2,\"rate\":0.1818},"
            + "{\"category\":\"work_package\",\"attempts\":21,\"failures\":1,\"rate\":0.0476},"
            + "{\"category\":\"guarantee\",\"attempts\":15,\"failures\":1,\"rate\":0.0667}]");
    assertThat(rates.get("by_node")).hasSize(1);
    assertThat(rates.get("by_node").get(0).get("failures").intValue()).isEqualTo(10);
    assertThat(rates.get("by_node").get(0).get("top_failure_type").intValue()).isEqualTo(93);
    assertThat(rates.get("recent_failures")).hasSize(1);
    assertThat(rates.get("recent_failures").get(0).get("reason").stringValue()).isEqualTo("no gas");
    counted(Instant.now(), 2, 13, 200);
    JsonNode health = api.json("/api/analytics/network-health");
    assertThat(health.get("components")
        .valueStream()
        .map(it -> it.get("name").stringValue() + " " + it.get("score")))
        .containsExactly("Node Connectivity 50", "Block Production 80", "Data Availability 90",
            "Work Packages 90",
            "Event Throughput 100");
    assertThat(health.get("health_score").doubleValue()).isEqualTo(82);
    assertThat(health.get("overall_health").stringValue()).isEqualTo("healthy");
    assertThat(health.get("alerts").get(0).get("component").stringValue()).isEqualTo("work_packages");
  }

  @Test
  void A_timeseries_has_every_bucket_newest_first() {
    JsonNode throughput = api.json("/api/metrics/timeseries");
    assertThat(throughput.get("interval_minutes").intValue()).isEqualTo(5);
    assertThat(throughput.get("data").size()).isBetween(12, 14);
    assertThat(sum(throughput, "best_blocks")).isEqualTo(20);
    assertThat(sum(throughput, "authored_blocks")).isEqualTo(4);
    assertThat(sum(throughput, "guarantee_events")).isEqualTo(28);
    JsonNode events = api.json("/api/metrics/timeseries?metric=events&interval=1&duration=1");
    assertThat(events.get("data").size()).isBetween(60, 62);
    assertThat(events.get("data").valueStream().map(it -> it.get("timestamp").stringValue()).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(
        events.get("data").valueStream().mapToInt(it -> it.get("event_types").intValue()).max().orElse(0))
        .isBetween(COUNTS.size(), COUNTS.size() + 1);
    JsonNode blocks = api.json("/api/metrics/timeseries?metric=blocks&interval=60");
    assertThat(sum(blocks, "blocks")).isEqualTo(3);
    assertThat(blocks.get("data")
        .valueStream()
        .mapToInt(it -> it.has("max_slot") ? it.get("max_slot").intValue() : 0)
        .max()
        .orElse(0)).isEqualTo(500);
    assertThat(api.json("/api/metrics/timeseries?metric=events&interval=1&duration=24").get("data"))
        .hasSize(500);
    for (String wrong : List.of("metric=x", "interval=0", "interval=61", "duration=25", "duration=1h")) {
      assertThat(api.get("/api/metrics/timeseries?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void Blocks_spread_as_their_histograms_say() {
    var samples = new long[Buckets.SPREAD.count()];
    samples[3] = 90; // 10 to 15 ms
    samples[10] = 10; // 150 to 250 ms
    spread(70, 43, PackedCounts.pack(samples));
    spread(71, 43, PackedCounts.pack(samples));
    spread(72, 11, PackedCounts.pack(samples));
    rows.update(
        "insert into node_count values (3, ?, 1, 68, -1, '', 4), (3, ?, 2, 62, -1, '', 15), (3, ?, 3, 68, -1, '', 6)",
        hour(), hour(), hour());
    JsonNode json = api.json("/api/analytics/block-propagation");
    assertThat(json.get("last_hour").toString()).isEqualTo(
        "{\"p50_propagation_ms\":15,\"p95_propagation_ms\":250,\"p99_propagation_ms\":250,\"sample_count\":200}");
    assertThat(json.get("by_node").valueStream().map(JsonNode::toString)).containsExactly(
        "{\"node_id\":\"" + TWO + "\",\"blocks_announced\":15,\"blocks_received\":0,\"blocks_originated\":1}",
        "{\"node_id\":\"" + ONE
            + "\",\"blocks_announced\":12,\"blocks_received\":4,\"blocks_originated\":2}",
        "{\"node_id\":\"" + Fixtures.peerId(3).toHex()
            + "\",\"blocks_announced\":0,\"blocks_received\":6,\"blocks_originated\":0}");
  }

  private static Instant hour() {
    return T.truncatedTo(ChronoUnit.HOURS);
  }

  private void spread(int hash, int type, byte[] packed) {
    rows.update("insert into block_convergence values (?, ?, ?, 7, 1, 9, '{1,2,3,4,5}', ?, '{1,2,3,4,5}', ?)",
        T,
        Fixtures.peerId(hash).toByteArray(), (short) type, packed, packed);
  }

  private static int sum(JsonNode series, String key) {
    return series.get("data").valueStream().mapToInt(it -> it.get(key).intValue()).sum();
  }
}
