package org.jamtart.chaos.report;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jamtart.chaos.fault.Fault;
import org.jamtart.chaos.judge.Verdict;
import org.jamtart.chaos.measure.Processes;

/**
 * One series of faults and what came of it.
 *
 * @param title what was done
 * @param times how often each fault was injected
 * @param longestStop the longest time for which the tables took no step in a partition that had something for them
 * @param longestRecovery the longest from a kill, or the end of an outage, to everything ready and the tables at the log's end
 * @param length of the whole series, its judgement included
 * @param deaths how often a program ended that nobody had told to, or did not end within a minute when told
 * @param largest memory and threads of every program at their largest
 */
public record Row(String title, Map<Fault, Integer> times, Verdict verdict, Duration longestStop,
    Duration longestRecovery, Duration length, int deaths, Map<String, Processes.Use> largest) {

  public Row {
    times = Map.copyOf(times);
    largest = Map.copyOf(largest);
  }

  /** How many faults were injected; of poison, which has no moments of its own, how many records. */
  public long injected() {
    return times.keySet().equals(Set.of(Fault.POISON))
        ? verdict.foreign()
        : times.values().stream().mapToLong(count -> count).sum();
  }

  /** The most memory that one of the programs whose names begin so had, MB. */
  long megabytes(String name) {
    return largest.entrySet()
        .stream()
        .filter(use -> use.getKey().startsWith(name))
        .mapToLong(use -> use.getValue().megabytes())
        .max()
        .orElse(0);
  }
}
