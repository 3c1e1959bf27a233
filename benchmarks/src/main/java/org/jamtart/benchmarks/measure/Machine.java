package org.jamtart.benchmarks.measure;

/** How busy the rest of the machine was while something was measured. Not thread-safe. */
public final class Machine {

  /** Cores busy elsewhere above which no verdict is given. */
  public static final double QUIET = 0.1;

  private final ProcessTree own;
  private double elsewhereSeconds;
  private double watchedSeconds;

  /**
   * @param own the processes that do not count as the rest
   */
  public Machine(ProcessTree own) {
    this.own = own;
  }

  /** Measures once, and watches the machine meanwhile. What the trial starts must outlive it, or be waited for. */
  public double watch(Trial trial) throws Exception {
    long begin = System.nanoTime();
    double all = ProcFiles.busySeconds();
    double ours = own.cpuSeconds();
    double measured = trial.measure();
    double elsewhere = ProcFiles.busySeconds() - all - (own.cpuSeconds() - ours);
    elsewhereSeconds += Math.max(0, elsewhere);
    watchedSeconds += (System.nanoTime() - begin) / 1e9;
    return measured;
  }

  /** Cores that were busy elsewhere since the last call, on average over what was watched; 0 if nothing was. */
  public double takeElsewhere() {
    double cores = watchedSeconds == 0 ? 0 : elsewhereSeconds / watchedSeconds;
    elsewhereSeconds = 0;
    watchedSeconds = 0;
    return cores;
  }
}
