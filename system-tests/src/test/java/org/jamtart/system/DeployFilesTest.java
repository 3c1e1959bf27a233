package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What watches TART and what runs it elsewhere speak of things that there are. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeployFilesTest {

  private static final Path DEPLOY = TartProcess.ROOT.resolve("deploy");
  private static final Pattern METRIC = Pattern.compile("tart_[a-z_]+");

  @Test
  void alerts_and_dashboards_ask_for_documented_metrics_alone() throws IOException {
    Set<String> documented = metrics(TartProcess.ROOT.resolve("docs/metrics.md"));
    for (Path file : List.of(DEPLOY.resolve("prometheus/alerts.yml"),
        DEPLOY.resolve("grafana/dashboards/itself.json"))) {
      assertThat(metrics(file)).as(file.toString()).isNotEmpty().isSubsetOf(documented);
    }
  }

  @Test
  void every_alert_says_how_bad_it_is_and_what_to_do() throws IOException {
    JsonNode rules = yaml(DEPLOY.resolve("prometheus/alerts.yml")).getFirst()
        .get("groups")
        .get(0)
        .get("rules");
    assertThat(rules.size()).isPositive();
    rules.forEach(rule -> {
      assertThat(rule.get("labels").get("severity").asString()).isIn("warning", "critical");
      assertThat(rule.get("annotations").propertyNames()).contains("summary", "action");
    });
  }

  @Test
  void kubernetes_runs_the_images_that_compose_builds_with_probes_that_there_are() throws IOException {
    Set<String> built = new TreeSet<>();
    yaml(TartProcess.ROOT.resolve("docker-compose.yml")).getFirst().get("services").forEach(service -> {
      if (service.has("build")) {
        built.add(service.get("image").asString());
      }
    });
    List<JsonNode> containers = new ArrayList<>();
    for (JsonNode document : yaml(DEPLOY.resolve("kubernetes/tart.yaml"))) {
      document.at("/spec/template/spec/containers").forEach(containers::add);
    }
    assertThat(containers).extracting(container -> container.get("image").asString())
        .containsExactlyInAnyOrder("tart/ingest-gateway", "tart/persister", "tart/query-api")
        .isSubsetOf(built);
    assertThat(containers).allSatisfy(container -> {
      assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/readyz");
      assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/livez");
    });
  }

  private static Set<String> metrics(Path file) throws IOException {
    return new TreeSet<>(METRIC.matcher(Files.readString(file)).results().map(MatchResult::group).toList());
  }

  private static List<JsonNode> yaml(Path file) throws IOException {
    var json = new JsonMapper();
    return Stream.of(Files.readString(file).split("(?m)^---$"))
        .map(document -> json.<JsonNode>valueToTree(new Yaml().load(document)))
        .toList();
  }
}
