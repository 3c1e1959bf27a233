package org.jamtart.query.request;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jamtart.query.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Every reader gives the value, null or the default where the parameter is absent or
 * empty, or refuses the request with a problem. A parameter may have aliases, of which one at most may be given.
 */
public final class Query {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)?");

  private final Map<String, List<String>> given;

  private Query(Map<String, List<String>> given) {
    this.given = given;
  }

  /** The parameters as the servlet container read them. */
  public static Query of(Map<String, String[]> parameters) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    parameters.forEach((name, values) -> given.put(name, List.of(values)));
    return new Query(given);
  }

  /** A text without U+0000, which no table has. */
  public @Nullable String text(String... names) {
    @Nullable
    String name = given(names);
    if (name == null) {
      return null;
    }
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw Problem.parameter(name, String.join("&", values), "given once").asException();
    }
    String value = values.getFirst().strip();
    if (value.indexOf('\0') >= 0) {
      throw Problem.parameter(name, value.replace('\0', '\uFFFD'), "free of U+0000").asException();
    }
    return value.isEmpty() ? null : value;
  }

  /** Values between commas, in braces or not, or of a parameter that is given several times; empty when absent. */
  public List<String> list(int most, String... names) {
    @Nullable
    String name = given(names);
    if (name == null) {
      return List.of();
    }
    List<String> values = given.getOrDefault(name, List.of())
        .stream()
        .map(value -> value.startsWith("{") && value.endsWith("}")
            ? value.substring(1, value.length() - 1)
            : value)
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
    if (values.size() > most) {
      throw Problem.parameter(name, values.size() + " values", "at most " + most + " values").asException();
    }
    return values;
  }

  /** The name under which a parameter is given: the name itself, or one of its aliases. */
  public @Nullable String given(String... names) {
    List<String> found = Arrays.stream(names).filter(given::containsKey).toList();
    if (found.size() > 1) {
      throw Problem.parameter(found.get(1), String.join("&", given.getOrDefault(found.get(1), List.of())),
          "left out beside " + found.getFirst() + ", which means the same").asException();
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Whether a parameter is true; false when absent. */
  public boolean isTrue(String name) {
    return Boolean.TRUE.equals(bool(name));
  }

  /** {@code true} or {@code false}. */
  public @Nullable Boolean bool(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw Problem.parameter(name, text, "true or false").asException();
    };
  }

  /** One of a few words. */
  public String choice(String name, String otherwise, List<String> allowed) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!allowed.contains(text)) {
      throw Problem.parameter(name, text, "one of " + String.join(", ", allowed)).asException();
    }
    return text;
  }

  /** A number of entries. More than there may be is cut, which the answer has to say; less than one is refused. */
  public Limit limit(int otherwise, int most) {
    String text = text("limit");
    if (text == null) {
      return new Limit(otherwise, null);
    }
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) < 1) {
      throw Problem.parameter("limit", text, "a whole number from 1 to " + most).asException();
    }
    long asked = Long.parseLong(text);
    return asked <= most
        ? new Limit((int) asked, null)
        : new Limit(most, "limit " + asked + " is above the maximum: " + most + " was used");
  }

  /** A time in RFC 3339, rounded up to the microsecond, so that half-open ranges keep their meaning. */
  public @Nullable Instant time(String... names) {
    String text = text(names);
    return text == null ? null : Times.parse(String.valueOf(given(names)), text);
  }

  /** Seconds, or a number with {@code ms}, {@code s} or {@code m}. */
  public Duration duration(String name, Duration otherwise, Duration most) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    Matcher duration = DURATION.matcher(text);
    if (duration.matches()) {
      long number = Long.parseLong(duration.group(1));
      @Nullable
      String unit = duration.group(2);
      Duration value = "ms".equals(unit)
          ? Duration.ofMillis(number)
          : "m".equals(unit) ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
      if (value.compareTo(most) <= 0) {
        return value;
      }
    }
    throw Problem.parameter(name, text,
        "a number of seconds, or one with ms, s or m, from 0 to " + most.toSeconds() + "s").asException();
  }
}
