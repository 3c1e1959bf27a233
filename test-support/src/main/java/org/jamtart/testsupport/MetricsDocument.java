package org.jamtart.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/metrics.md} says of the metrics of a service, and what the service has. */
public final class MetricsDocument {

  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)`[^|]*\\|[^|\n]+\\|[^|\n]+\\|$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE ((?:tart|telemetry)_[a-z0-9_]+) ");

  private MetricsDocument() {}

  /** The metrics that have a whole row below the heading of a service. */
  public static SortedSet<String> rows(String service) {
    try {
      String text = Files.readString(DOCUMENT);
      String heading = "\n## " + service + "\n";
      int from = text.indexOf(heading);
      if (from < 0) {
        throw new AssertionError(DOCUMENT + " has no heading '" + heading.strip() + "'");
      }
      int to = text.indexOf("\n## ", from + heading.length());
      return names(ROW, text.substring(from, to < 0 ? text.length() : to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TART's own metrics in an answer in Prometheus' text format. */
  public static SortedSet<String> exposed(String exposition) {
    return names(TYPE, exposition);
  }

  private static SortedSet<String> names(Pattern pattern, String text) {
    return pattern.matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
