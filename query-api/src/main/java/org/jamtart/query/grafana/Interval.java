package org.jamtart.query.grafana;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;

/** The parameter {@code interval}: how long the buckets of an answer are. */
public final class Interval {

  private static final List<String> ALLOWED = List.of("6s", "12s", "18s", "24s", "30s", "1m", "2m", "5m",
      "10m",
      "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d");
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Map<String, Long> UNIT_MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h",
      3_600_000L, "d", 86_400_000L);
  private static final List<Duration> LENGTHS = ALLOWED.stream()
      .map(text -> Duration.ofMillis(millis(text)))
      .toList();

  private Interval() {}

  /** The interval, or the next longer one that there is; that the answer says, in a header. */
  public static Duration of(Query query, String otherwise) {
    String text = query.text("interval");
    long millis = millis(text == null ? otherwise : text.toLowerCase(Locale.ROOT));
    if (millis <= 0) {
      throw Problem.parameter("interval", String.valueOf(text),
          ALLOWED.stream().collect(Collectors.joining(", ", "one of ", ""))).asException();
    }
    return LENGTHS.stream()
        .filter(length -> length.toMillis() >= millis)
        .findFirst()
        .orElse(LENGTHS.getLast());
  }

  private static long millis(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Long.parseLong(matcher.group(1)) * UNIT_MILLIS.getOrDefault(matcher.group(2), 0L)
        : -1;
  }
}
