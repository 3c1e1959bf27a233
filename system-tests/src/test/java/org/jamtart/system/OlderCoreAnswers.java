package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jamtart.simulator.account.Account;
import org.jamtart.system.ToldPackages.Told;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.StatusEvent.Status;
import tools.jackson.databind.JsonNode;

/** What the older surface answers about cores, against what the nodes of a simulated network said. */
final class OlderCoreAnswers {

  private static final long ERA_MICROS = 1_735_732_800_000_000L;
  private static final long SLOT_MICROS = 6_000_000;

  private final Api api;
  private final Account account;
  private final Map<Bytes32, Told> packages;
  private final Map<String, Status> statuses = new HashMap<>();

  OlderCoreAnswers(Api api, Account account) {
    this.api = api;
    this.account = account;
    this.packages = new ToldPackages(account.sessions()).packages;
    Said.all(account).forEach(each -> {
      if (each.event() instanceof Status status) {
        statuses.put(each.node().toHex(), status);
      }
    });
  }

  /** @param cores how many the network has */
  void compare(int cores) {
    Map<Integer, Map<Bytes32, Told>> byCore = new TreeMap<>();
    packages.forEach((hash, it) -> byCore.computeIfAbsent(it.core, core -> new TreeMap<>()).put(hash, it));
    status(cores, byCore);
    byCore.entrySet()
        .stream()
        .max(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.size(), b.size())))
        .ifPresent(busiest -> {
          int core = busiest.getKey();
          metrics(core, busiest.getValue());
          work(core, busiest.getValue());
          workers(core, List.copyOf(busiest.getValue().values()));
        });
  }

  private void status(int cores, Map<Integer, Map<Bytes32, Told>> byCore) {
    JsonNode answer = api.get("/api/cores/status");
    assertThat(answer.get("summary").get("total_cores").asInt()).isEqualTo(cores);
    assertThat(answer.get("summary").get("active_cores").asInt()).isEqualTo(byCore.size());
    assertThat(answer.get("summary").get("idle_cores").asInt()).isEqualTo(cores - byCore.size());
    assertThat(answer.get("summary").get("stale_cores").asInt()).isZero();
    JsonNode telemetry = answer.get("telemetry");
    assertThat(telemetry.get("work_packages_last_hour").asLong()).isEqualTo(packages.size());
    assertThat(telemetry.get("guarantees_last_hour").asLong())
        .isEqualTo(packages.values().stream().mapToLong(p -> p.nodes("guarantee_built_at")).sum());
    assertThat(Api.micros(telemetry.get("last_activity")))
        .isEqualTo(packages.values().stream().mapToLong(Told::updated).max().orElseThrow());
    for (JsonNode it : answer.get("cores")) {
      int core = it.get("core_index").asInt();
      List<Told> own = List.copyOf(byCore.getOrDefault(core, Map.of()).values());
      Map<String, Object> expected = Map.of("work_packages_last_hour", (long) own.size(),
          "guarantees_last_hour", own.stream().mapToLong(p -> p.nodes("guarantee_built_at")).sum(),
          "active_work_packages",
          own.stream().filter(p -> reached(p, "distributed_at", "failed_at") == 0).count(),
          "active_blocks", own.stream().map(p -> slot(p.received())).distinct().count(), "last_active_slot",
          own.stream().mapToLong(p -> slot(p.updated())).max().orElse(0));
      Map<String, Object> answered = expected.keySet()
          .stream()
          .collect(Collectors.toMap(name -> name, name -> it.get(name).asLong()));
      assertThat(answered).as("core " + core).isEqualTo(expected);
      assertThat(it.get("status").asString()).isEqualTo(own.isEmpty() ? "idle" : "active");
      assertThat(it.get("gas_used").bigIntegerValue())
          .isEqualTo(own.stream().map(p -> p.gas).reduce(BigInteger.ZERO, BigInteger::add));
    }
  }

  private static long slot(long micros) {
    return (micros - ERA_MICROS) / SLOT_MICROS;
  }

  private static long reached(Told it, String... stages) {
    return List.of(stages).stream().filter(it.first::containsKey).count();
  }

  private void metrics(int core, Map<Bytes32, Told> own) {
    JsonNode answer = api.get("/api/cores/" + core + "/metrics");
    JsonNode stats = answer.get("stats");
    Map.of("wps_received", "received_at", "refinements_completed", "refined_at", "reports_built",
        "report_built_at", "guarantees_built", "guarantee_built_at", "guarantees_distributed",
        "distributed_at")
        .forEach((name, stage) -> assertThat(stats.get(name).asLong()).as(name)
            .isEqualTo(own.values().stream().mapToLong(it -> reached(it, stage)).sum()));
    assertThat(stats.get("refinements_failed").asLong()).isEqualTo(own.values()
        .stream()
        .filter(it -> reached(it, "failed_at") > 0 && reached(it, "refined_at") == 0)
        .count());
    assertThat(stats.get("active_validators").asLong())
        .isEqualTo(own.values().stream().flatMap(it -> it.byNode.keySet().stream()).distinct().count());
    List<Double> millis = own.values()
        .stream()
        .map(it -> (it.first.getOrDefault("distributed_at", it.updated()) - it.received()) / 1e3)
        .sorted()
        .toList();
    assertThat(answer.get("sample_count").asInt()).isEqualTo(millis.size());
    assertThat(answer.get("network_latency_ms").asDouble()).isCloseTo(
        millis.stream().mapToDouble(each -> each).average().orElseThrow(), within(0.001));
    assertThat(answer.get("p95_latency_ms").asDouble()).isCloseTo(PackageAnswers.percentile(millis, 0.95),
        within(0.001));
    assertThat(answer.get("throughput_per_second").asDouble()).isCloseTo(own.size() / 3_600.0, within(1e-6));
    percent(answer.get("accumulate_efficiency_pct"), stats, "guarantees_distributed", "guarantees_built");
    percent(answer.get("processing_efficiency_pct"), stats, "refinements_completed", "refinements_completed",
        "refinements_failed");
  }

  /** The part that one of the counts, which are compared above, is of some. */
  private static void percent(JsonNode answered, JsonNode stats, String part, String... all) {
    double sum = Stream.of(all).mapToLong(name -> stats.get(name).asLong()).sum();
    assertThat(answered.asDouble()).as(part)
        .isCloseTo(sum == 0 ? 100 : 100 * stats.get(part).asLong() / sum, within(1e-9));
  }

  private void work(int core, Map<Bytes32, Told> own) {
    JsonNode answer = api.get("/api/cores/" + core + "/work-packages");
    Map<String, List<Object>> answered = new TreeMap<>();
    answer.get("work_packages")
        .forEach(it -> answered.put(it.get("hash").asString(), List.of(it.get("stage").asString(),
            Api.micros(it.get("submitted_at")), Api.micros(it.get("last_update")),
            it.get("node_id").asString(),
            it.hasNonNull("gas_used") ? it.get("gas_used").bigIntegerValue() : BigInteger.ZERO)));
    Map<String, List<Object>> expected = new TreeMap<>();
    own.forEach((hash, it) -> expected.put(hash.toHex(),
        List.of(OlderPackageAnswers.current(it), it.received(), it.updated(), it.receiver().toHex(),
            it.gas)));
    assertThat(answered).isEqualTo(expected);
    assertThat(answer.get("total_recent").asInt()).isEqualTo(own.size());
    assertThat(answer.get("queue_depth").asLong()).isEqualTo(own.values()
        .stream()
        .map(OlderPackageAnswers::current)
        .filter(stage -> !stage.equals("distributed") && !stage.equals("failed"))
        .count());
    assertThat(answer.get("completed_last_hour").asLong())
        .isEqualTo(own.values().stream().mapToLong(it -> reached(it, "distributed_at")).sum());
  }

  private void workers(int core, List<Told> own) {
    Map<String, List<Object>> expected = new TreeMap<>();
    var nodes = new TreeSet<Bytes32>();
    own.forEach(it -> nodes.addAll(it.byNode.keySet()));
    for (Bytes32 node : nodes) {
      expected.put(node.toHex(), List.of(
          own.stream()
              .filter(it -> it.has(node, "guarantee_built_at"))
              .count(),
          own.stream().mapToLong(it -> it.last.getOrDefault(node, 0L)).max().orElseThrow(),
          account.bestSlot(node).orElse(0), "tart-simulator"));
    }
    Map<String, List<Object>> answered = new TreeMap<>();
    api.get("/api/cores/" + core + "/validators")
        .get("validators")
        .forEach(it -> answered.put(it.get("node_id").asString(),
            List.of(it.get("guarantee_count").asLong(), Api.micros(it.get("last_active")),
                it.get("latest_slot").asLong(), it.get("implementation_name").asString())));
    assertThat(answered).isEqualTo(expected);

    JsonNode stats = api.get("/api/cores/" + core + "/bottlenecks").get("stats");
    assertThat(stats.get("validator_count").asInt()).isEqualTo(nodes.size());
    assertThat(stats.get("total_events").asLong())
        .isEqualTo(own.stream().mapToLong(it -> it.byNode.size()).sum());
    assertThat(stats.get("total_failures").asLong())
        .isEqualTo(own.stream().mapToLong(it -> it.nodes("failed_at")).sum());

    guarantors(core, expected);
  }

  /** @param workers of each node that worked on the core: how many packages it guaranteed, and when it spoke of any last */
  private void guarantors(int core, Map<String, List<Object>> workers) {
    JsonNode answer = api.get("/api/cores/" + core + "/guarantors/enhanced");
    Map<String, List<Object>> answered = new TreeMap<>();
    answer.get("guarantors")
        .forEach(it -> answered.put(it.get("node_id").asString(),
            List.of(it.get("guarantee_count").asLong(), Api.micros(it.get("last_activity")),
                it.get("shards_served").asLong(), it.get("shards_stored").asLong(),
                it.get("da_usage_bytes").asLong())));
    Map<String, List<Object>> expected = new TreeMap<>();
    workers.forEach((node, worker) -> {
      if (!worker.getFirst().equals(0L)) {
        Status held = Objects.requireNonNull(statuses.get(node), node);
        long served = account.eventsByNodeAndType()
            .getOrDefault(Bytes32.ofHex(node), Map.of())
            .getOrDefault(124,
                0L);
        expected.put(node,
            List.of(worker.get(0), worker.get(1), served, held.numShards(), held.shardsSizeBytes()));
      }
    });
    assertThat(answered).isEqualTo(expected);
    assertThat(answer.get("core_total_da_bytes").asLong())
        .isEqualTo(expected.values().stream().mapToLong(it -> (Long) it.getLast()).sum());
  }
}
