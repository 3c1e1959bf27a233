package org.jamtart.benchmarks.measure;

/**
 * Two things measured in turn, A B A B, so that what drifts on the machine drifts for both. The first round of each warms
 * up and does not count.
 */
public final class Alternation {

  private final Machine machine;
  private final int warmUps;
  private final int rounds;

  /**
   * @param machine watched while something is measured
   * @param warmUps rounds that do not count, 0 or more
   * @param rounds  rounds that count, at least 1
   */
  public Alternation(Machine machine, int warmUps, int rounds) {
    this.machine = machine;
    this.warmUps = warmUps;
    this.rounds = rounds;
  }

  /**
   * What came out.
   *
   * @param ratio A over B, round by round
   */
  public record Compared(Spread a, Spread b, Spread ratio) {}

  /** Measures both. */
  public Compared compare(Trial a, Trial b) throws Exception {
    for (int i = 0; i < warmUps; i++) {
      a.measure();
      b.measure();
    }
    double[] as = new double[rounds];
    double[] bs = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      as[i] = machine.watch(a);
      bs[i] = machine.watch(b);
      ratios[i] = as[i] / bs[i];
    }
    return new Compared(Spread.of(as), Spread.of(bs), Spread.of(ratios));
  }
}
