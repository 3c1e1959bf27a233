package org.jamtart.wire;

import java.util.stream.IntStream;

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

  /** Of anything behind a length or a tag. */
  static final Extent ONE_OR_MORE = new Extent(1, 0, 0, false);

  private static final Extent[] SMALL = IntStream.rangeClosed(0, Bytes32.SIZE)
      .mapToObj(bytes -> new Extent(bytes, 0, 0, true))
      .toArray(Extent[]::new);

  /** A number of bytes, at most 32. */
  static Extent exactly(int bytes) {
    return SMALL[bytes];
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
