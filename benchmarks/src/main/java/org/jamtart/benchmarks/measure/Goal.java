package org.jamtart.benchmarks.measure;

/** What a figure is to reach, and so which way it gets worse. */
public sealed interface Goal {

  /** Greater is better. */
  record AtLeast(double bound) implements Goal {}

  /** Less is better. */
  record AtMost(double bound) implements Goal {}

  /** Told for what it is; nothing is to be reached, and nothing gets worse. */
  record Told() implements Goal {}

  /** Whether a median reaches it. */
  default boolean reachedBy(double median) {
    return switch (this) {
      case AtLeast(double bound) -> median >= bound;
      case AtMost(double bound) -> median <= bound;
      case Told() -> true;
    };
  }

  /**
   * Whether a figure has become worse than it was by more than both spread: even its best is worse than the worst of
   * then.
   */
  default boolean isRegression(Spread now, Spread then) {
    return switch (this) {
      case AtLeast(double bound) -> now.high() < then.low();
      case AtMost(double bound) -> now.low() > then.high();
      case Told() -> false;
    };
  }
}
