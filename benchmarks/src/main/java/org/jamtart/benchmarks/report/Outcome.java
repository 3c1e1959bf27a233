package org.jamtart.benchmarks.report;

import java.util.List;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Machine;

/**
 * What a benchmark found.
 *
 * @param elsewhere cores that were busy with something else meanwhile, on average
 */
public record Outcome(String benchmark, double elsewhere, List<Figure> figures) {

  /** Whether the machine was quiet enough for a verdict. */
  boolean isQuiet() {
    return elsewhere <= Machine.QUIET;
  }
}
