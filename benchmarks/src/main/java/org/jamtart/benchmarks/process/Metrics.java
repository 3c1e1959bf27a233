package org.jamtart.benchmarks.process;

/** Reads the text in which services tell their metrics. */
public final class Metrics {

  private Metrics() {}

  /**
   * The sum of the samples of a metric that have a label.
   *
   * @param label {@code name="value"}; empty for any
   * @throws IllegalStateException when there is none
   */
  public static double sum(String text, String metric, String label) {
    double[] values = text.lines()
        .filter(line -> line.startsWith(metric) && !Character.isLetterOrDigit(line.charAt(metric.length()))
            && line.charAt(metric.length()) != '_' && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .toArray();
    if (values.length == 0) {
      throw new IllegalStateException("no metric " + metric + " with " + label);
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
