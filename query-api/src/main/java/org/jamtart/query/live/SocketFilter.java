package org.jamtart.query.live;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.NodeIds;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Filters as socket clients write them: objects with a {@code type}. */
final class SocketFilter {

  private static final String KINDS = "All, Node, Nodes, EventType, EventTypes, EventTypeRange, Group, Groups, Core, Cores, Hash, "
      + "Hashes, And, Or";
  private static final int DEEPEST = 5;
  private static final int MOST = 1_100;
  private static final int HIGHEST_TYPE = 255;
  private static final int HIGHEST_CORE = 0xffff;

  private SocketFilter() {}

  /**
   * Reads one.
   *
   * @throws org.jamtart.query.problem.ProblemException when it is none; the problem says where
   */
  static LiveFilter parse(@Nullable JsonNode json) {
    return parse(json, 0);
  }

  private static LiveFilter parse(@Nullable JsonNode json, int depth) {
    if (json == null || !json.isObject()) {
      throw Problem.parameter("filter", String.valueOf(json), "an object with a type: " + KINDS)
          .asException();
    }
    if (depth > DEEPEST) {
      throw Problem.parameter("filter", "…", "no deeper than " + DEEPEST + " levels").asException();
    }
    String type = json.path("type").asString("");
    return switch (type) {
      case "All" -> LiveFilter.ALL;
      case "Node" -> nodes(List.of(text(json, "node_id")));
      case "Nodes" -> nodes(texts(json, "node_ids"));
      case "EventType" -> types(List.of(text(json, "event_type")));
      case "EventTypes" -> types(texts(json, "event_types"));
      case "EventTypeRange" -> range(number(json, "start", HIGHEST_TYPE), number(json, "end", HIGHEST_TYPE));
      case "Group" -> groups(List.of(text(json, "group")));
      case "Groups" -> groups(texts(json, "groups"));
      case "Core" -> new LiveFilter.Cores(java.util.Set.of(number(json, "core", HIGHEST_CORE)));
      case "Cores" -> new LiveFilter.Cores(
          values(json, "cores", core -> number("cores", core, HIGHEST_CORE)).stream()
              .collect(Collectors.toUnmodifiableSet()));
      case "Hash" -> hashes(List.of(text(json, "hash")));
      case "Hashes" -> hashes(texts(json, "hashes"));
      case "And" -> LiveFilter.all(filters(json, depth));
      case "Or" -> new LiveFilter.Or(filters(json, depth));
      default -> throw Problem.parameter("filter.type", type, "one of " + KINDS).asException();
    };
  }

  private static List<LiveFilter> filters(JsonNode json, int depth) {
    return values(json, "filters", filter -> parse(filter, depth + 1));
  }

  private static LiveFilter nodes(List<String> ids) {
    return ids.contains("*")
        ? LiveFilter.ALL
        : new LiveFilter.Nodes(ids.stream()
            .map(id -> NodeIds.parse("node_id", id))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static LiveFilter types(List<String> items) {
    var types = TypeNames.parse("event_type", items);
    return LiveFilter.Types.of(types == null ? new TreeSet<>() : types);
  }

  private static LiveFilter groups(List<String> items) {
    var types = TypeNames.parseGroups("group", items);
    return LiveFilter.Types.of(types == null ? new TreeSet<>() : types);
  }

  private static LiveFilter range(int start, int end) {
    if (end < start) {
      throw Problem.parameter("end", String.valueOf(end), "at least start, which is " + start).asException();
    }
    return LiveFilter.Types.of(IntStream.rangeClosed(start, end).boxed().toList());
  }

  private static LiveFilter hashes(List<String> items) {
    return new LiveFilter.Hashes(items.stream().map(item -> {
      try {
        return Bytes32.ofHex(item);
      } catch (IllegalArgumentException e) {
        throw Problem.parameter("hash", item, "64 hex digits, with or without 0x").asException();
      }
    }).collect(Collectors.toUnmodifiableSet()));
  }

  private static String text(JsonNode json, String key) {
    return text(key, json.path(key));
  }

  private static String text(String key, JsonNode value) {
    if (value.isString() || value.isIntegralNumber()) {
      return value.asString();
    }
    throw Problem.parameter(key, value.toString(), "a text or a number").asException();
  }

  private static List<String> texts(JsonNode json, String key) {
    return values(json, key, value -> text(key, value));
  }

  private static int number(JsonNode json, String key, int most) {
    return number(key, json.path(key), most);
  }

  private static int number(String key, JsonNode value, int most) {
    if (value.isInt() && value.intValue() >= 0 && value.intValue() <= most) {
      return value.intValue();
    }
    throw Problem.parameter(key, value.toString(), "a whole number from 0 to " + most).asException();
  }

  private static <T> List<T> values(JsonNode json, String key, Function<JsonNode, T> parse) {
    JsonNode values = json.path(key);
    if (!values.isArray() || values.isEmpty() || values.size() > MOST) {
      throw Problem.parameter(key, values.isArray() ? values.size() + " values" : values.toString(),
          "an array of 1 to " + MOST + " values").asException();
    }
    List<T> parsed = new ArrayList<>();
    for (JsonNode value : values) {
      parsed.add(parse.apply(value));
    }
    return parsed;
  }
}
