package org.jamtart.benchmarks.queries;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jamtart.benchmarks.measure.Spread;
import org.jspecify.annotations.Nullable;

/** Findings for people. */
final class FindingsTable {

  private static final String ROW = "%-72s %9s %9s %6s %7s   %9s %9s %6s %s";

  private final Consumer<String> lines;

  FindingsTable(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * Writes how the questions were answered.
   *
   * @param first findings with fewer events, for the ratio of p50; null for none
   */
  void write(Findings findings, @Nullable Findings first) {
    say("%,d events stored at %,.0f a second; meanwhile %,.0f events/s came in", findings.events(),
        findings.rows(), findings.came());
    say(ROW, "milliseconds (" + Goals.MARK + " above its goal)", "p50, hour", "p99", "asked", "errors",
        "7 d, p50",
        "p99", "asked", first == null ? "" : "p50 against %,d".formatted(first.events()));
    findings.timings().forEach((label, timings) -> {
      Timing hour = timings.hour();
      Timing week = timings.week();
      int errors = hour.errors() + (week == null ? 0 : week.errors());
      say(ROW, label, marked(hour.p50(), Goals.HOUR_P50), marked(hour.p99(), Goals.HOUR_P99),
          hour.millis().length, errors, week == null ? "" : marked(week.p50(), Goals.WEEK_P50),
          week == null ? "" : marked(week.p99(), Goals.WEEK_P99), week == null ? "" : week.millis().length,
          ratio(hour, first == null ? null : first.timings().get(label)));
      if (!hour.firstError().isEmpty()) {
        say("    %s", hour.firstError());
      } else if (week != null && !week.firstError().isEmpty()) {
        say("    %s", week.firstError());
      }
    });
    findings.unasked().forEach((label, why) -> say("not measured: %s: %s", label, why));
    findings.leftOut().forEach((operation, why) -> say("left out: %s: %s", operation, why));
  }

  /** Writes what the browsers saw. */
  void write(Dashboard dashboard) {
    say("dashboard in %d tabs: %d errors", Dashboard.TABS, dashboard.errors());
    say("  %-72s %9s %9s %9s %6s", "milliseconds", "p50", "p95", "p99", "asked");
    dashboard.millis().forEach((path, millis) -> {
      if (millis.length > 0) {
        say("  %-72s %9.1f %9.1f %9.1f %6d", path, Spread.percentile(0.5, millis),
            Spread.percentile(0.95, millis), Spread.percentile(0.99, millis), millis.length);
      }
    });
    for (Map.Entry<String, Integer> kind : dashboard.kindsOfErrors().entrySet()) {
      say("  %d times %s", kind.getValue(), kind.getKey());
    }
  }

  private static String marked(double millis, double goal) {
    return String.format(Locale.ROOT, millis > goal ? "%.1f" + Goals.MARK : "%.1f ", millis);
  }

  private static String ratio(Timing now, Findings.@Nullable Timings first) {
    return first == null ? "" : String.format(Locale.ROOT, "%.2f", now.p50() / first.hour().p50());
  }

  private void say(String format, Object... values) {
    lines.accept(String.format(Locale.ROOT, format, values));
  }
}
