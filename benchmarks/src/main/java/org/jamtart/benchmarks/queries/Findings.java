package org.jamtart.benchmarks.queries;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found with one number of events.
 *
 * @param events    how many there were when the questions began
 * @param rows      events stored by second while the tables were filled
 * @param came      events/s that came in while questions were asked
 * @param timings   by question
 * @param unasked   questions for which there was no value, and why
 * @param leftOut   operations that are no questions, and why
 * @param dashboard what the browsers saw
 */
record Findings(long events, double rows, double came, Map<String, Timings> timings,
    Map<String, String> unasked,
    Map<String, String> leftOut, Dashboard dashboard) {

  Findings {
    timings = new TreeMap<>(timings);
  }

  /**
   * Of one question.
   *
   * @param hour over the last hour, or without a range
   * @param week over seven days; null for a question without a range
   */
  record Timings(Timing hour, @Nullable Timing week) {}

  /** Answers that were errors, of all questions. */
  int errors() {
    return timings.values()
        .stream()
        .mapToInt(each -> each.hour().errors() + (each.week() == null ? 0 : each.week().errors()))
        .sum();
  }
}
