package org.jamtart.benchmarks.queries;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jamtart.benchmarks.queries.Question.Range;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a query API can be asked, read from the OpenAPI document that it serves: so what is added to it is measured too.
 *
 * @param asked   in the order of the document
 * @param leftOut operations that are not asked, and why
 */
record Questions(List<Question> asked, Map<String, String> leftOut) {

  private static final String STREAM = "text/event-stream";
  /** How an answer looks or when it comes, not what it is. */
  private static final Set<String> MANNER = Set.of("consistent", "cursor", "limit", "offset", "bytes",
      "batch");
  /** The first of a pair is the name of today. */
  private static final Map<String, String> OLD_NAMES = Map.of("start_time", "start", "end_time", "end",
      "node_id", "node", "event_types", "type");
  private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");
  private static final String INTERVAL = "interval";

  /**
   * Reads a document.
   *
   * @param filters whether everything is asked with each of its filters, too
   */
  static Questions read(JsonNode document, boolean filters) {
    List<Question> asked = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String reason = reasonAgainst(operation.getKey(), operation.getValue());
        if (reason == null) {
          asked.addAll(of(path.getKey(), operation.getValue(), filters));
        } else if (!operation.getKey().equals("parameters")) {
          leftOut.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), reason);
        }
      }
    }
    return new Questions(asked, leftOut);
  }

  private static @Nullable String reasonAgainst(String method, JsonNode operation) {
    if (!method.equals("get")) {
      return "no GET";
    }
    JsonNode responses = operation.path("responses");
    return responses.has("101") || responses.path("200").path("content").has(STREAM) ? "a stream" : null;
  }

  private static List<Question> of(String path, JsonNode operation, boolean filters) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (!parameter.path("in").asString("").equals("header")) {
        parameters.put(parameter.path("name").asString(""), parameter);
      }
    }
    OLD_NAMES.forEach((old, now) -> {
      if (parameters.containsKey(now)) {
        parameters.remove(old);
      }
    });
    boolean intervals = parameters.remove(INTERVAL) != null;
    Range range = Stream
        .of(new Range("start", "end", intervals), new Range("start_time", "end_time", intervals))
        .filter(each -> parameters.containsKey(each.start()) && parameters.containsKey(each.end()))
        .findFirst()
        .orElse(null);
    if (range != null) {
      parameters.remove(range.start());
      parameters.remove(range.end());
    }
    MANNER.forEach(parameters::remove);
    List<String> needed = Stream.concat(
        PLACE.matcher(path).results().map(place -> place.group(1)), // declared or not
        parameters.values()
            .stream()
            .filter(each -> each.path("required").asBoolean(false))
            .map(each -> each.path("name").asString("")))
        .distinct()
        .toList();
    List<Question> questions = new ArrayList<>();
    questions.add(new Question(path, needed, Map.of(), range));
    parameters.keySet().removeAll(Set.copyOf(needed));
    for (var parameter : parameters.entrySet()) {
      questions
          .addAll(with(parameter.getKey(), parameter.getValue(), Objects.requireNonNull(questions.get(0)),
              filters));
    }
    return questions;
  }

  /** A parameter with a choice makes another question of each; a filter makes fewer rows of the same one. */
  private static List<Question> with(String name, JsonNode parameter, Question plain, boolean filters) {
    JsonNode schema = parameter.path("schema");
    if (schema.has("enum")) {
      return schema.path("enum")
          .valueStream()
          .map(JsonNode::asString)
          .filter(value -> !value.equals(schema.path("default").asString("")))
          .map(value -> new Question(plain.path(), plain.names(), Map.of(name, value), plain.range()))
          .toList();
    }
    if (!filters || schema.path("type").asString("").equals("boolean")) {
      return List.of();
    }
    List<String> names = Stream.concat(plain.names().stream(), Stream.of(name)).toList();
    return List.of(new Question(plain.path(), names, Map.of(), plain.range()));
  }
}
