package org.jamtart.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Events that something gets through, by the clock and by CPU time. One thread.
 */
public final class Rates {

  private record Round(double events, double seconds, double cpuSeconds, double besideSeconds) {}

  /** Gets through some events, to the end. */
  @FunctionalInterface
  public interface Work {
    /** Does it and tells how many. */
    long events() throws Exception;
  }

  private final Work work;
  private final DoubleSupplier cpuSeconds;
  private final DoubleSupplier besideSeconds;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * @param cpuSeconds    CPU time so far of what is measured
   * @param besideSeconds CPU time so far of what serves it
   */
  public Rates(Work work, DoubleSupplier cpuSeconds, DoubleSupplier besideSeconds) {
    this.work = work;
    this.cpuSeconds = cpuSeconds;
    this.besideSeconds = besideSeconds;
  }

  /** Works for a round; events by CPU-second of what is measured. */
  public double eventsPerCpuSecond() throws Exception {
    Round round = round();
    return round.events() / round.cpuSeconds();
  }

  /** Works for a round; events by second. */
  public double eventsPerSecond() throws Exception {
    Round round = round();
    return round.events() / round.seconds();
  }

  private Round round() throws Exception {
    long begin = System.nanoTime();
    double cpu = cpuSeconds.getAsDouble();
    double beside = besideSeconds.getAsDouble();
    long events = work.events();
    var round = new Round(events, (System.nanoTime() - begin) / 1e9, cpuSeconds.getAsDouble() - cpu,
        besideSeconds.getAsDouble() - beside);
    rounds.add(round);
    return round;
  }

  /** Events by second in the last rounds. */
  public Spread wall(int last) {
    return spread(last, round -> round.events() / round.seconds());
  }

  /** Events by CPU-second in the last rounds. */
  public Spread perCpuSecond(int last) {
    return spread(last, round -> round.events() / round.cpuSeconds());
  }

  /** Microseconds of CPU an event that what serves it took in the last rounds. */
  public Spread besideMicros(int last) {
    return spread(last, round -> round.besideSeconds() / round.events() * 1e6);
  }

  private Spread spread(int last, ToDoubleFunction<Round> value) {
    return Spread
        .of(rounds.subList(rounds.size() - last, rounds.size()).stream().mapToDouble(value).toArray());
  }
}
