package org.jamtart.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.report.Report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final Hardware HERE = new Hardware("some processor", 2, "25");
  private static final double QUIET = 0.05;
  private static final double BUSY = 0.11;

  @Test
  void a_figure_below_the_baseline_by_more_than_the_spread_is_a_regression() {
    Optional<Report> before = Optional.of(report(HERE, QUIET, ratio(0.80, 0.78, 0.82)));
    Report now = report(HERE, QUIET, ratio(0.70, 0.68, 0.72));

    assertThat(verdict(now, before)).isEqualTo(Verdict.REGRESSION);
    assertThat(now.regressions(before)).isEqualTo(1);
  }

  @Test
  void a_figure_within_the_spread_is_held_against_its_goal() {
    Optional<Report> before = Optional.of(report(HERE, QUIET, ratio(0.80, 0.70, 0.82)));

    assertThat(verdict(report(HERE, QUIET, ratio(0.72, 0.68, 0.74)), before)).isEqualTo(Verdict.SHORT);
    assertThat(verdict(report(HERE, QUIET, ratio(0.75, 0.68, 0.79)), before)).isEqualTo(Verdict.REACHED);
  }

  @Test
  void there_is_no_verdict_and_no_regression_when_the_machine_was_busy_elsewhere() {
    Optional<Report> before = Optional.of(report(HERE, QUIET, ratio(0.80, 0.78, 0.82)));
    Report now = report(HERE, BUSY, ratio(0.10, 0.10, 0.10));

    assertThat(verdict(now, before)).isEqualTo(Verdict.NONE);
    assertThat(now.regressions(before)).isZero();
    assertThat(text(now)).contains("no verdict: 0.11 cores busy elsewhere").contains("0.100");
  }

  @Test
  void a_baseline_of_a_busy_machine_proves_nothing() {
    Optional<Report> before = Optional.of(report(HERE, BUSY, ratio(0.80, 0.78, 0.82)));

    assertThat(report(HERE, QUIET, ratio(0.10, 0.10, 0.10)).regressions(before)).isZero();
  }

  @Test
  void ratios_are_compared_between_machines_and_times_are_not() {
    var elsewhere = new Hardware("another processor", 64, "25");
    Figure slow = millis(90);

    assertThat(report(HERE, QUIET, slow).regressions(Optional.of(report(elsewhere, QUIET, millis(10)))))
        .isZero();
    assertThat(report(HERE, QUIET, slow).regressions(Optional.of(report(HERE, QUIET, millis(10))))).isOne();
    assertThat(report(HERE, QUIET, ratio(0.1, 0.1, 0.1))
        .regressions(Optional.of(report(elsewhere, QUIET, ratio(0.8, 0.8, 0.8))))).isOne();
  }

  @Test
  void a_report_is_read_as_it_was_written(@TempDir Path directory) {
    var told = new Figure("some", "bytes", "B", Spread.of(1, 2), new Goal.Told(), "of what");
    var written = new Report(Instant.parse("2026-11-22T12:00:00Z"), HERE,
        List.of(new Outcome("some", QUIET, List.of(ratio(0.8, 0.7, 0.9), millis(3), told))));
    Path file = directory.resolve("report.json");

    ReportFile.write(written, file);

    assertThat(ReportFile.read(file)).contains(written);
    assertThat(ReportFile.read(directory.resolve("none.json"))).isEmpty();
  }

  private static Verdict verdict(Report report, Optional<Report> baseline) {
    Outcome outcome = report.outcomes().get(0);
    return report.verdict(outcome, outcome.figures().get(0), baseline);
  }

  private static String text(Report report) {
    var bytes = new ByteArrayOutputStream();
    ReportTable.print(report, Optional.empty(), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Report report(Hardware hardware, double elsewhere, Figure figure) {
    return new Report(Instant.EPOCH, hardware, List.of(new Outcome("some", elsewhere, List.of(figure))));
  }

  private static Figure ratio(double median, double low, double high) {
    return new Figure("some", "rate", Figure.RATIO, new Spread(median, low, high, 5), new Goal.AtLeast(0.75),
        "");
  }

  private static Figure millis(double median) {
    return new Figure("some", "time", "ms", new Spread(median, median, median, 5), new Goal.AtMost(25), "");
  }
}
