package org.jamtart.benchmarks.queries;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of which only the values are missing.
 *
 * @param path  with names in braces
 * @param names parameters that need a value that exists, in the path and in the query
 * @param fixed parameters of the query with their values
 * @param range names of the parameters for the first moment and the one behind the last; null if it has none
 */
record Question(String path, List<String> names, Map<String, String> fixed, @Nullable Range range) {

  /**
   * A range of time.
   *
   * @param intervals whether it is answered in buckets, whose default length may be too short for a long range
   */
  record Range(String start, String end, boolean intervals) {}

  private static final Duration SHORT = Duration.ofDays(1);

  Question {
    names = List.copyOf(names);
    fixed = Map.copyOf(fixed);
  }

  /** What people call it: the path, and what it is asked with beside the range. */
  String label() {
    var label = new StringBuilder(path);
    char separator = '?';
    for (String name : names) {
      if (!isInPath(name)) {
        label.append(separator).append(name).append("=…");
        separator = '&';
      }
    }
    for (var parameter : fixed.entrySet()) {
      label.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
      separator = '&';
    }
    return label.toString();
  }

  /**
   * The request.
   *
   * @param values of all names
   * @param reach  how far the range reaches back from now; without meaning where there is none
   */
  String request(Map<String, String> values, Duration reach, Instant now) {
    String filled = path;
    var query = new StringBuilder();
    for (String name : names) {
      String value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException(label() + " needs a value for " + name);
      }
      if (isInPath(name)) {
        filled = filled.replace("{" + name + "}", value);
      } else {
        add(query, name, value);
      }
    }
    fixed.forEach((name, value) -> add(query, name, value));
    if (range != null) {
      add(query, range.start(), now.minus(reach).toString());
      add(query, range.end(), now.toString());
      if (range.intervals() && reach.compareTo(SHORT) > 0) {
        add(query, "interval", "1h");
      }
    }
    return filled + query;
  }

  private boolean isInPath(String name) {
    return path.contains("{" + name + "}");
  }

  private static void add(StringBuilder query, String name, String value) {
    query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
  }
}
