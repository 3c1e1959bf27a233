package org.jamtart.benchmarks.measure;

/**
 * One line of the report.
 *
 * @param benchmark which benchmark it is of
 * @param name      what it is, unlike any other of the benchmark
 * @param unit      of the value; {@link #RATIO} for a part of the limit that was measured in the same run
 * @param value     what was measured
 * @param goal      what the median is to reach
 * @param detail    what the value is made of, for people; empty if there is nothing to say
 */
public record Figure(String benchmark, String name, String unit, Spread value, Goal goal, String detail) {

  /** Unit of figures that are independent of the machine. */
  public static final String RATIO = "of the limit";

  /** Name that is unique in a report. */
  public String key() {
    return benchmark + ": " + name;
  }

  /** Whether it can be compared between machines. */
  public boolean isRatio() {
    return unit.equals(RATIO);
  }
}
