package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jamtart.simulator.account.Account;
import org.jamtart.system.ToldPackages.Told;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import tools.jackson.databind.JsonNode;

/** What the older surface answers about packages, against what the nodes of a simulated network said. */
final class OlderPackageAnswers {

  private static final String LAST_HOUR = "?duration=1h";
  private static final int FOLLOWED = 3;
  private static final int RECENT_PACKAGES = 100;
  private static final Map<Integer, String> STEPS = Map.of(90, "submitted", 94, "received", 95, "authorized",
      101, "refined",
      102,
      "report_built", 105, "guarantee_built", 109, "guaranteed", 92, "failed");

  private final Api api;
  private final Account account;
  private final List<Said> said;
  private final ToldPackages told;

  OlderPackageAnswers(Api api, Account account) {
    this.api = api;
    this.account = account;
    this.said = Said.all(account);
    this.told = new ToldPackages(account.sessions());
  }

  void compare() {
    traffic();
    active();
    told.packages.entrySet()
        .stream()
        .sorted(Comparator.comparingInt(it -> -it.getValue().byNode.size()))
        .limit(FOLLOWED)
        .forEach(it -> journey(it.getKey(), it.getValue()));
  }

  /** The furthest stage that anybody tells of; a failure counts where nobody guaranteed. */
  static String current(Told it) {
    if (it.has("failed_at") && !it.has("guarantee_built_at")) {
      return "failed";
    }
    String furthest = ToldPackages.STAGES.stream()
        .filter(stage -> !stage.equals("failed_at") && it.has(stage))
        .reduce("submitted_at", (before, stage) -> stage);
    return furthest.substring(0, furthest.length() - "_at".length());
  }

  private void traffic() {
    JsonNode answer = api.get("/api/workpackages" + LAST_HOUR);
    OlderAnswers.totals(answer, account,
        Map.of("submissions", 90, "being_shared", 91, "failed", 92, "duplicates", 93, "received", 94,
            "refined", 101, "work_reports_built", 102, "guarantees_built", 105));
    Map<Integer, Long> byCore = new TreeMap<>();
    answer.get("by_core").forEach(it -> byCore.put(it.get("core").asInt(), it.get("count").asLong()));
    List<Said> received = said.stream().filter(it -> it.type() == 94).toList();
    assertThat(byCore).isNotEmpty()
        .isEqualTo(received.stream()
            .collect(Collectors.groupingBy(it -> ((WorkPackageReceived) it.event()).core(), TreeMap::new,
                Collectors.counting())));

    List<String> recent = new ArrayList<>();
    answer.get("recent")
        .forEach(it -> recent.add(Api.micros(it.get("timestamp")) + " " + it.get("node_id").asString() + " "
            + it.get("core").asString() + " " + it.get("work_package_size").asString()));
    List<String> expected = received.stream().map(OlderPackageAnswers::reception).toList();
    assertThat(recent).hasSize(Math.min(RECENT_PACKAGES, expected.size())).isSubsetOf(expected);
  }

  private static String reception(Said said) {
    var received = (WorkPackageReceived) said.event();
    return said.time() + " " + said.node().toHex() + " " + received.core() + " "
        + received.outline().sizeBytes();
  }

  private void active() {
    JsonNode answer = api.get("/api/workpackages/active" + LAST_HOUR);
    Map<String, List<Object>> answered = new TreeMap<>();
    for (JsonNode it : answer.get("work_packages")) {
      Map<String, Long> stages = new TreeMap<>();
      it.get("stages").properties().forEach(stage -> {
        if (!stage.getValue().isNull()) {
          stages.put(stage.getKey() + "_at", Api.micros(stage.getValue()));
        }
      });
      answered.put(it.get("hash").asString(),
          List.of(it.get("core_index").asInt(), stages, it.get("current_stage").asString(),
              it.get("nodes_involved").asLong(), it.hasNonNull("failure_reason")
                  ? it.get("failure_reason").asString()
                  : "",
              Api.micros(it.get("submitted_at")), Api.micros(it.get("last_update")),
              it.get("node_id").asString()));
    }
    Map<String, List<Object>> expected = new TreeMap<>();
    told.packages.forEach((hash, it) -> expected.put(hash.toHex(), List.of(it.core, it.first, current(it),
        it.nodes("received_at"), it.failure, it.received(), it.updated(), it.receiver().toHex())));
    assertThat(answered).isEqualTo(expected);

    JsonNode summary = answer.get("summary");
    assertThat(summary.get("total").asLong()).isEqualTo(told.packages.size());
    Map.of("received", "received", "authorized", "authorized", "refined", "refined", "reports_built",
        "report_built", "guarantees_built", "guarantee_built", "distributed", "distributed", "failed",
        "failed")
        .forEach((name, stage) -> assertThat(summary.get(name).asLong()).as(name)
            .isEqualTo(told.packages.values().stream().filter(it -> current(it).equals(stage)).count()));
    answer.get("reached")
        .properties()
        .forEach(it -> assertThat(it.getValue().asLong()).as(it.getKey())
            .isEqualTo(told.packages.values()
                .stream()
                .filter(one -> one.has(it.getKey() + "_at"))
                .count()));
    Map<String, Long> reasons = new TreeMap<>();
    answer.get("failure_breakdown")
        .properties()
        .forEach(it -> reasons.put(it.getKey(), it.getValue().asLong()));
    assertThat(reasons).isEqualTo(told.packages.values()
        .stream()
        .filter(it -> it.has("failed_at"))
        .collect(Collectors.groupingBy(it -> it.failure.replaceAll("\\d+", "#"), TreeMap::new,
            Collectors.counting())));
  }

  /** What each guarantor reported of a package. */
  private void journey(Bytes32 hash, Told it) {
    JsonNode answer = api.get("/api/workpackages/" + hash.toHex() + "/journey/enhanced");
    assertThat(answer.get("core_index").asInt()).isEqualTo(it.core);
    List<String> steps = new ArrayList<>();
    answer.get("stages").forEach(step -> {
      assertThat(step.get("stage").asString()).isEqualTo(STEPS.get(step.get("event_type").asInt()));
      steps.add(Api.micros(step.get("timestamp")) + " " + step.get("stage").asString() + " "
          + step.get("node_id").asString());
    });
    List<String> expected = new ArrayList<>();
    List<String> guarantors = new ArrayList<>();
    it.opened.forEach((node, time) -> expected.add(time + " submitted " + node.toHex()));
    it.byNode.forEach((node, stages) -> stages.forEach((stage, time) -> {
      String name = stage.equals("distributed_at") ? "guaranteed" : stage.substring(0, stage.length() - 3);
      expected.add(time + " " + name + " " + node.toHex());
      if (stage.equals("guarantee_built_at")) {
        guarantors.add(node.toHex() + " " + time);
      }
    }));
    assertThat(steps).as("steps of " + hash.toHex()).containsExactlyInAnyOrderElementsOf(expected).isSorted();
    assertThat(answer.get("stage_count").asInt()).isEqualTo(expected.size());
    assertThat(Api.micros(answer.get("started_at"))).isEqualTo(it.received());
    assertThat(answer.hasNonNull("completed_at") ? Api.micros(answer.get("completed_at")) : null)
        .isEqualTo(it.first.get("distributed_at"));
    List<String> signed = new ArrayList<>();
    answer.get("guarantor_info")
        .forEach(
            each -> signed.add(each.get("node_id").asString() + " " + Api.micros(each.get("signed_at"))));
    assertThat(signed).containsExactlyInAnyOrderElementsOf(guarantors);

    JsonNode progress = api.get("/api/workpackages/" + hash.toHex() + "/audit-progress")
        .get("audit_progress");
    assertThat(progress.get("guarantees_built").asLong()).isEqualTo(it.nodes("guarantee_built_at"));
    assertThat(progress.get("guarantees_shared").asLong()).isEqualTo(it.nodes("distributed_at"));
  }
}
