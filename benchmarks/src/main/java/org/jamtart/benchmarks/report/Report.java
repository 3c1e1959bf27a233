package org.jamtart.benchmarks.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;

/**
 * Everything that a run found; as JSON it is the baseline of later runs.
 *
 * @param at       when the run ended
 * @param hardware on what
 */
public record Report(Instant at, Hardware hardware, List<Outcome> outcomes) {

  /** What a figure comes to. */
  enum Verdict {
    /** Something else used the machine: the figure is shown, and nothing is concluded. */
    NONE("no verdict"), //
    /** Worse than the baseline by more than the spread. */
    REGRESSION("REGRESSION"), //
    /** Short of its goal. */
    SHORT("short"), //
    /** As good as it is to be. */
    REACHED("reached"), //
    /** It has no goal. */
    TOLD("");

    final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  /** Of a run that has just ended, on this machine. */
  public static Report now(Instant at, List<Outcome> outcomes) {
    return new Report(at, Hardware.here(), outcomes);
  }

  /**
   * What a figure comes to.
   *
   * @param baseline what it is compared with; empty for nothing
   */
  Verdict verdict(Outcome outcome, Figure figure, Optional<Report> baseline) {
    if (!outcome.isQuiet()) {
      return Verdict.NONE;
    }
    if (baseline.flatMap(then -> then.comparable(figure, hardware))
        .filter(then -> figure.goal().isRegression(figure.value(), then.value()))
        .isPresent()) {
      return Verdict.REGRESSION;
    }
    if (figure.goal() instanceof Goal.Told) {
      return Verdict.TOLD;
    }
    return figure.goal().reachedBy(figure.value().median()) ? Verdict.REACHED : Verdict.SHORT;
  }

  /** The figure of this report that one of another can be held against. */
  Optional<Figure> comparable(Figure figure, Hardware other) {
    if (!figure.isRatio() && !hardware.isLike(other)) {
      return Optional.empty();
    }
    return outcomes.stream()
        .filter(Outcome::isQuiet)
        .flatMap(outcome -> outcome.figures().stream())
        .filter(each -> each.key().equals(figure.key()) && each.unit().equals(figure.unit()))
        .findFirst();
  }

  /** How many figures are worse than the baseline by more than the spread. */
  public long regressions(Optional<Report> baseline) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.figures()
            .stream()
            .filter(figure -> verdict(outcome, figure, baseline) == Verdict.REGRESSION))
        .count();
  }
}
