package org.jamtart.benchmarks.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Machine;
import org.jamtart.benchmarks.measure.Spread;

/** A report for people. */
public final class ReportTable {

  private static final String ROW = "%-44s %12s  %-23s %-13s %-12s %-11s %s%n";
  private static final double MANY = 100;
  private static final double FEW = 10;

  private ReportTable() {}

  /** Prints it. */
  public static void print(Report report, Optional<Report> baseline, PrintStream out) {
    Hardware hardware = report.hardware();
    out.printf("%n%s, %d processors, Java %s%n", hardware.model(), hardware.processors(), hardware.java());
    for (Outcome outcome : report.outcomes()) {
      out.printf(Locale.ROOT, "%n%s: ", outcome.benchmark());
      out.printf(Locale.ROOT, outcome.isQuiet()
          ? "%.2f cores busy elsewhere%n"
          : "no verdict: %.2f cores busy elsewhere, more than " + Machine.QUIET + "%n", outcome.elsewhere());
      out.printf(ROW, "", "median", "spread", "unit", "to reach", "", "baseline");
      for (Figure figure : outcome.figures()) {
        out.printf(ROW, figure.name(), number(figure.value().median()), spread(figure.value()), figure.unit(),
            goal(figure.goal()), report.verdict(outcome, figure, baseline).text,
            baseline.flatMap(then -> then.comparable(figure, hardware))
                .map(then -> number(then.value().median()) + " (" + spread(then.value()) + ")")
                .orElse(""));
        if (!figure.detail().isEmpty()) {
          out.printf("    %s%n", figure.detail());
        }
      }
    }
  }

  private static String spread(Spread value) {
    return value.count() == 1
        ? "once"
        : "%s to %s of %d".formatted(number(value.low()), number(value.high()), value.count());
  }

  private static String goal(Goal goal) {
    return switch (goal) {
      case Goal.AtLeast(double bound) -> ">= " + number(bound);
      case Goal.AtMost(double bound) -> "<= " + number(bound);
      case Goal.Told() -> "";
    };
  }

  private static String number(double value) {
    String format = Math.abs(value) >= MANY ? "%,.0f" : Math.abs(value) >= FEW ? "%.1f" : "%.3g";
    return String.format(Locale.ROOT, format, value);
  }
}
