package org.jamtart.benchmarks.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jspecify.annotations.Nullable;

/** What answers are to take at most, in milliseconds, and what findings come to by that. */
final class Goals {

  static final double HOUR_P50 = 10;
  static final double HOUR_P99 = 100;
  static final double WEEK_P50 = 50;
  static final double WEEK_P99 = 500;
  static final String MARK = "*";

  private static final double RATIO = 1.5;

  private Goals() {}

  /** The report's lines. */
  static List<Figure> figures(String benchmark, Findings findings, @Nullable Findings first) {
    String events = "%,d events: ".formatted(findings.events());
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(benchmark, events + "stored while filling", "events/s", Spread.of(findings.rows()),
        new Goal.Told(), ""));
    figures.add(above(benchmark, events + "questions above 10 ms p50, last hour", findings,
        each -> each.hour().p50() > HOUR_P50));
    figures.add(above(benchmark, events + "questions above 100 ms p99, last hour", findings,
        each -> each.hour().p99() > HOUR_P99));
    figures.add(above(benchmark, events + "questions above 50 ms p50, 7 days", findings,
        each -> each.week() != null && each.week().p50() > WEEK_P50));
    figures.add(above(benchmark, events + "questions above 500 ms p99, 7 days", findings,
        each -> each.week() != null && each.week().p99() > WEEK_P99));
    figures.add(new Figure(benchmark, events + "errors", "answers", Spread.of(findings.errors()),
        new Goal.AtMost(0), "%d questions not measured".formatted(findings.unasked().size())));
    figures.add(new Figure(benchmark, events + "errors of dashboards", "answers",
        Spread.of(findings.dashboard().errors()), new Goal.AtMost(0), ""));
    if (first != null) {
      figures.add(ratio(benchmark, events, findings, first));
    }
    return figures;
  }

  private static Figure above(String benchmark, String name, Findings findings,
      Function<Findings.Timings, Boolean> condition) {
    List<String> found = findings.timings()
        .entrySet()
        .stream()
        .filter(each -> condition.apply(each.getValue()))
        .map(each -> each.getKey())
        .toList();
    return new Figure(benchmark, name, "questions", Spread.of(found.size()), new Goal.AtMost(0),
        String.join(", ", found));
  }

  private static Figure ratio(String benchmark, String events, Findings findings, Findings first) {
    double[] ratios = findings.timings()
        .entrySet()
        .stream()
        .filter(each -> first.timings().containsKey(each.getKey()))
        .mapToDouble(each -> each.getValue().hour().p50()
            / Objects.requireNonNull(first.timings().get(each.getKey())).hour().p50())
        .toArray();
    return new Figure(benchmark, events + "p50 against that with fewer", "times", Spread.of(ratios),
        new Goal.AtMost(RATIO),
        "with %,d events; the spread is that of the questions".formatted(first.events()));
  }
}
