package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.simulator.account.Account;
import org.jamtart.wire.Bytes32;
import tools.jackson.databind.JsonNode;

/** What the API answers about packages, guarantors and services, against what the nodes of a simulated network said. */
final class PackageAnswers {

  private static final String ROOT = "/api/grafana/";

  private final Api api;
  private final Account account;
  private final ToldPackages told;
  private final String range;

  PackageAnswers(Api api, Account account, Instant start) {
    this.api = api;
    this.account = account;
    this.told = new ToldPackages(account.sessions());
    this.range = "?start=" + start.minusSeconds(60) + "&end=" + start.plusSeconds(3_600);
  }

  void compare() {
    assertThat(told.packages).as("packages of the story").hasSizeGreaterThan(3);
    packages();
    funnelAndTiming();
    guarantors();
    profiles();
    execution();
  }

  private void packages() {
    Map<String, Map<String, Object>> answered = new TreeMap<>();
    for (JsonNode it : api.all(ROOT + "wp-active" + range, "work_packages")) {
      Map<String, Object> values = new TreeMap<>();
      ToldPackages.STAGES.stream()
          .filter(it::has)
          .forEach(stage -> values.put(stage, Instant.parse(it.get(stage).asString())));
      values.put("core", it.get("core").asInt());
      values.put("received_by", it.get("received_by").asLong());
      values.put("guaranteed_by", it.get("guaranteed_by").asLong());
      values.put("gas",
          it.has("refine_gas_used") ? it.get("refine_gas_used").bigIntegerValue() : BigInteger.ZERO);
      answered.put(it.get("wp_hash").asString(), values);
    }
    Map<String, Map<String, Object>> expected = new TreeMap<>();
    told.packages.forEach((hash, it) -> {
      Map<String, Object> values = new TreeMap<>();
      it.first.forEach((stage, time) -> values.put(stage, ToldPackages.instant(time)));
      values.put("core", it.core);
      values.put("received_by", it.nodes("received_at"));
      values.put("guaranteed_by", it.nodes("guarantee_built_at"));
      values.put("gas", it.gas);
      expected.put(hash.toHex(), values);
    });
    assertThat(answered).isEqualTo(expected);
  }

  private void funnelAndTiming() {
    JsonNode funnel = api.get(ROOT + "wp-funnel" + range);
    assertThat(funnel.get("total").asLong()).isEqualTo(told.packages.size());
    List.of("received", "authorized", "refined", "report_built", "guarantee_built", "distributed", "failed")
        .forEach(stage -> assertThat(funnel.get(stage).asLong()).as(stage).isEqualTo(reached(stage + "_at")));
    JsonNode it = api.get(ROOT + "bottlenecks" + range).get(0);
    timing(it, "authorize", "received_at", "authorized_at");
    timing(it, "refine", "authorized_at", "refined_at");
    timing(it, "report", "refined_at", "report_built_at");
    timing(it, "guarantee", "report_built_at", "guarantee_built_at");
    timing(it, "distribute", "guarantee_built_at", "distributed_at");
    assertThat(it.get("failure_rate").asDouble())
        .isEqualTo((double) reached("failed_at") / told.packages.size());
  }

  private long reached(String stage) {
    return told.packages.values().stream().filter(it -> it.first.containsKey(stage)).count();
  }

  private void timing(JsonNode answer, String name, String from, String to) {
    List<Double> millis = told.packages.values()
        .stream()
        .filter(it -> it.first.containsKey(from) && it.first.containsKey(to))
        .map(it -> Math.max(0, millis(it.first, from, to)))
        .sorted()
        .toList();
    JsonNode stage = answer.get("stage_timing").get(name);
    assertThat(stage.get("p50_ms").asDouble()).as(name).isCloseTo(percentile(millis, 0.5), within(0.51));
    assertThat(stage.get("p95_ms").asDouble()).as(name).isCloseTo(percentile(millis, 0.95), within(0.51));
  }

  private static double millis(Map<String, Long> times, String from, String to) {
    return (times.getOrDefault(to, 0L) - times.getOrDefault(from, 0L)) / 1e3;
  }

  /** What such a share of the samples does not exceed, interpolated between the two that are next to it. */
  static double percentile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int low = (int) place;
    double next = sorted.get(Math.min(low + 1, sorted.size() - 1));
    return sorted.get(low) + (place - low) * (next - sorted.get(low));
  }

  private void guarantors() {
    Map<String, Long> expected = new TreeMap<>();
    account.eventsByNodeAndType().forEach((node, types) -> {
      if (types.containsKey(105)) {
        expected.put(node.toHex(), types.getOrDefault(105, 0L));
      }
    });
    Map<String, Long> answered = new TreeMap<>();
    for (JsonNode it : api.all(ROOT + "guarantees/by-guarantor" + range, "guarantors")) {
      answered.put(it.get("node_id").asString(), it.get("guarantee_count").asLong());
      Bytes32 node = Bytes32.ofHex(it.get("node_id").asString());
      long core = told.packages.values()
          .stream()
          .filter(p -> p.byNode.getOrDefault(node, Map.of()).containsKey("guarantee_built_at"))
          .findFirst()
          .orElseThrow().core;
      assertThat(it.get("primary_core").asLong()).isEqualTo(core);
    }
    assertThat(answered).isEqualTo(expected);
    JsonNode totals = api.get(ROOT + "guarantees" + range).get("totals");
    assertThat(totals.get("sent").asLong()).isEqualTo(events(108));
    assertThat(totals.get("receive_failed").asLong()).isEqualTo(events(111));
    assertThat(totals.get("discarded").asLong()).isEqualTo(events(113));
  }

  private long events(int type) {
    return account.eventsByNodeAndType()
        .values()
        .stream()
        .mapToLong(types -> types.getOrDefault(type, 0L))
        .sum();
  }

  private void profiles() {
    for (JsonNode it : api.all(ROOT + "validator-profiling" + range, "nodes")) {
      Bytes32 node = Bytes32.ofHex(it.get("node_id").asString());
      List<Map<String, Long>> own = new ArrayList<>();
      told.packages.values().forEach(p -> own.add(p.byNode.getOrDefault(node, Map.of())));
      own.removeIf(Map::isEmpty);
      assertThat(it.get("wp_count").asInt()).isEqualTo(own.size());
      assertThat(it.get("failures").asLong())
          .isEqualTo(own.stream().filter(p -> p.containsKey("failed_at")).count());
      own.stream()
          .filter(p -> p.containsKey("distributed_at"))
          .mapToDouble(p -> millis(p, "received_at", "distributed_at"))
          .average()
          .ifPresent(mean -> assertThat(it.get("avg_total_ms").asDouble()).isCloseTo(mean, within(0.01)));
    }
  }

  private void execution() {
    Map<String, BigInteger> gas = new TreeMap<>();
    Map<String, BigInteger> executions = new TreeMap<>();
    for (JsonNode it : api.all(ROOT + "execution" + range, "by_service")) {
      String key = it.get("service_id").asLong() + "/" + it.get("phase").asString();
      gas.put(key, it.get("total_gas").bigIntegerValue());
      executions.put(key, it.get("count").bigIntegerValue());
    }
    assertThat(gas).isEqualTo(told.gas);
    assertThat(executions).isEqualTo(told.executions);
    for (JsonNode it : api.get(ROOT + "services" + range)) {
      long id = Long.parseLong(it.get("service_id").asString().substring(2), 16);
      assertThat(it.get("work_packages").asLong())
          .isEqualTo(told.packages.values().stream().filter(p -> p.services.contains(id)).count());
    }
  }
}
