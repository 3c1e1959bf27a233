package org.jamtart.wire;

/**
 * How many bytes a layout takes, as far as it can be said without looking at them.
 *
 * @param fixed bytes in any case
 * @param perCore how many bytes for each core
 * @param perEightCores how many bytes for each eight cores begun
 * @param exact whether that is all; otherwise it is the least
 */
record Extent(int fixed, int perCore, int perEightCores, boolean exact) {
  static final Extent NOTHING = new Extent(0, 0, 0, true);

  static Extent exactly(int bytes) {
    return new Extent(bytes, 0, 0, true);
  }

  static Extent atLeast(int bytes) {
    return new Extent(bytes, 0, 0, false);
  }

  Extent plus(Extent next) {
    return new Extent(fixed + next.fixed, perCore + next.perCore, perEightCores + next.perEightCores,
        exact && next.exact);
  }

  /** Whether it is one number, whatever the network. */
  boolean isConstant() {
    return exact && perCore == 0 && perEightCores == 0;
  }

  int bytes(int cores) {
    return fixed + perCore * cores + perEightCores * ((cores + 7) >> 3);
  }
}
