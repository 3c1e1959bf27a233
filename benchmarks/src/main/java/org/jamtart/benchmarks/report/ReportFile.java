package org.jamtart.benchmarks.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reports as JSON. */
public final class ReportFile {

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  private ReportFile() {}

  /** Writes a report over whatever was there. */
  public static void write(Report report, Path file) {
    ObjectNode root = JSON.createObjectNode();
    root.put("at", report.at().toString());
    root.set("hardware", JSON.valueToTree(report.hardware()));
    var outcomes = root.putArray("benchmarks");
    for (Outcome outcome : report.outcomes()) {
      ObjectNode node = outcomes.addObject();
      node.put("name", outcome.benchmark());
      node.put("cores_busy_elsewhere", outcome.elsewhere());
      var figures = node.putArray("figures");
      outcome.figures().forEach(figure -> write(figure, figures.addObject()));
    }
    JSON.writeValue(file.toFile(), root);
  }

  private static void write(Figure figure, ObjectNode node) {
    node.put("name", figure.name());
    node.put("unit", figure.unit());
    node.put("median", figure.value().median());
    node.put("low", figure.value().low());
    node.put("high", figure.value().high());
    node.put("count", figure.value().count());
    switch (figure.goal()) {
      case Goal.AtLeast(double bound) -> node.put("at_least", bound);
      case Goal.AtMost(double bound) -> node.put("at_most", bound);
      case Goal.Told() -> node.putNull("goal");
    }
    node.put("detail", figure.detail());
  }

  /** Reads a report; empty when there is no file. */
  public static Optional<Report> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode root = JSON.readTree(file.toFile());
    List<Outcome> outcomes = new ArrayList<>();
    for (JsonNode node : root.required("benchmarks")) {
      String name = node.required("name").asString();
      List<Figure> figures = new ArrayList<>();
      node.required("figures").forEach(figure -> figures.add(figure(name, figure)));
      outcomes.add(new Outcome(name, node.required("cores_busy_elsewhere").asDouble(), figures));
    }
    Hardware hardware = JSON.treeToValue(root.required("hardware"), Hardware.class);
    return Optional.of(new Report(Instant.parse(root.required("at").asString()), hardware, outcomes));
  }

  private static Figure figure(String benchmark, JsonNode node) {
    var value = new Spread(node.required("median").asDouble(), node.required("low").asDouble(),
        node.required("high").asDouble(), node.required("count").asInt());
    Goal goal = node.has("at_least")
        ? new Goal.AtLeast(node.required("at_least").asDouble())
        : node.has("at_most")
            ? new Goal.AtMost(node.required("at_most").asDouble())
            : new Goal.Told();
    return new Figure(benchmark, node.required("name").asString(), node.required("unit").asString(), value,
        goal,
        node.required("detail").asString());
  }
}
