package org.jamtart.benchmarks.queries;

import org.jamtart.benchmarks.measure.Spread;

/**
 * How long answers took.
 *
 * @param millis     of each answer that came, ascending or not; not empty
 * @param errors     answers that were none: a status that is no 2xx, or nothing
 * @param firstError what the first of these was; empty if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // made by one thread, changed by none
record Timing(double[] millis, int errors, String firstError) {

  double p50() {
    return percentile(0.5);
  }

  double p99() {
    return percentile(0.99);
  }

  double percentile(double part) {
    return Spread.percentile(part, millis);
  }
}
