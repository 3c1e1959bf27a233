package org.jamtart.benchmarks.measure;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how long things are measured.
 *
 * @param directory for the data and output of what is started; on the disk that is to be measured
 * @param own       the processes that do not count as the rest of the machine
 * @param machine   watched while something is measured
 * @param scale     factor on the lengths of rounds; 1 is what the checked-in baseline was measured with
 * @param progress  lines for whoever waits
 */
public record Bench(Path directory, ProcessTree own, Machine machine, double scale, PrintStream progress) {

  /** So many rounds that count, after one that does not. */
  public Alternation alternation(int rounds) {
    return new Alternation(machine, 1, rounds);
  }

  /** A length of a round, scaled. */
  public Duration length(double seconds) {
    return Duration.ofNanos((long) (seconds * scale * 1e9));
  }

  /** A number of things, scaled. */
  public int count(int things) {
    return Math.max(1, (int) (things * scale));
  }

  /** Tells whoever waits. */
  public void tell(String line) {
    progress.println("  " + line);
  }
}
