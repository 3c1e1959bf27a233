package org.jamtart.simulator.world;

/** How a request ends. */
public enum Outcome {
  ANSWERED,
  /** The provider has read the request and does not serve it. */
  REFUSED,
  /** The stream breaks before the provider has the request. */
  BROKEN_OFF;

  private static final int CYCLE = 11;

  /** Mostly an answer; of eleven consecutive numbers one request is refused and one broken off. */
  public static Outcome of(long number) {
    return switch (Math.floorMod(number, CYCLE)) {
      case 3 -> REFUSED;
      case 7 -> BROKEN_OFF;
      default -> ANSWERED;
    };
  }
}
