package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jamtart.simulator.account.Account;
import org.jamtart.system.ToldPackages.Told;
import org.jamtart.wire.Bytes32;
import tools.jackson.databind.JsonNode;

/** What the older surface answers about guarantees, against what the nodes of a simulated network said. */
final class OlderGuaranteeAnswers {

  private static final String LAST_HOUR = "?duration=1h";
  private static final int RECENT_GUARANTEES = 50;

  private final Api api;
  private final Account account;
  private final List<Said> said;
  private final ToldPackages told;

  OlderGuaranteeAnswers(Api api, Account account) {
    this.api = api;
    this.account = account;
    this.said = Said.all(account);
    this.told = new ToldPackages(account.sessions());
  }

  void compare() {
    guarantees();
    guarantors();
  }

  private void guarantees() {
    JsonNode answer = api.get("/api/guarantees" + LAST_HOUR);
    OlderAnswers.totals(answer, account,
        Map.of("built", 105, "sending", 106, "send_failed", 107, "sent", 108, "distributed", 109,
            "receiving", 110, "receive_failed", 111, "received", 112, "discarded", 113));
    JsonNode rates = answer.get("success_rates");
    assertThat(rates.get("send_success_rate").asString()).isEqualTo(rate(108, 107));
    assertThat(rates.get("receive_success_rate").asString()).isEqualTo(rate(112, 111));
    Map<String, Long> byNode = new TreeMap<>();
    answer.get("by_node")
        .forEach(it -> byNode.put(it.get("node_id").asString(), it.get("guarantees_built").asLong()));
    Map<String, Long> expected = new TreeMap<>();
    told.packages.values()
        .forEach(it -> it.byNode.forEach((node, stages) -> {
          if (stages.containsKey("guarantee_built_at")) {
            expected.merge(node.toHex(), 1L, Long::sum);
          }
        }));
    assertThat(byNode).isNotEmpty().isEqualTo(expected);

    OlderAnswers.recent(answer.get("recent"),
        said.stream().filter(it -> it.type() == 105 || it.type() == 112 || it.type() == 113).toList(),
        RECENT_GUARANTEES);
  }

  private String rate(int success, int failure) {
    long succeeded = OlderAnswers.count(account, success);
    long failed = OlderAnswers.count(account, failure);
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * succeeded / (succeeded + failed));
  }

  private void guarantors() {
    JsonNode answer = api.get("/api/guarantees/by-guarantor" + LAST_HOUR);
    List<Bytes32> expected = account.eventsByNodeAndType()
        .entrySet()
        .stream()
        .filter(it -> it.getValue().containsKey(105))
        .map(Map.Entry::getKey)
        .toList();
    assertThat(answer.get("total_guarantors").asInt()).isEqualTo(expected.size());
    List<Bytes32> answered = new ArrayList<>();
    for (JsonNode it : answer.get("guarantors")) {
      Bytes32 node = Bytes32.ofHex(it.get("node_id").asString());
      answered.add(node);
      List<Told> own = told.packages.values()
          .stream()
          .filter(p -> p.has(node, "guarantee_built_at"))
          .toList();
      assertThat(it.get("total_guarantees").asLong()).isEqualTo(own.size());
      assertThat(it.get("guarantees_last_hour").asLong()).isEqualTo(own.size());
      long received = told.packages.values().stream().filter(p -> p.has(node, "received_at")).count();
      assertThat(it.get("success_rate").asDouble()).isCloseTo((double) own.size() / received, within(1e-9));
      Map<Integer, Long> byCore = own.stream()
          .collect(Collectors.groupingBy(p -> p.core, TreeMap::new, Collectors.counting()));
      List<Integer> cores = new ArrayList<>();
      it.get("cores_active").forEach(core -> cores.add(core.asInt()));
      assertThat(cores).containsExactlyElementsOf(byCore.keySet());
      long most = byCore.values().stream().mapToLong(n -> n).max().orElseThrow();
      assertThat(it.get("primary_core").asInt()).isEqualTo(byCore.entrySet()
          .stream()
          .filter(of -> of.getValue() == most)
          .mapToInt(Map.Entry::getKey)
          .min()
          .orElseThrow());
      assertThat(Api.micros(it.get("last_guarantee"))).isEqualTo(said.stream()
          .filter(each -> each.type() == 105 && each.node().equals(node))
          .mapToLong(Said::time)
          .max()
          .orElseThrow());
    }
    assertThat(answered).containsExactlyInAnyOrderElementsOf(expected);
  }
}
