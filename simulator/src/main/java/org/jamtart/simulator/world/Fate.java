package org.jamtart.simulator.world;

/** How it goes for a work package. Packages take the fates in turn, so that every one is met soon. */
public enum Fate {
  /** Nothing goes wrong. */
  SMOOTH,
  /** A guarantor refuses an audit request, so that the auditor collects shards. */
  AUDITED_THE_HARD_WAY,
  /** Segments do not reconstruct or verify at first; a previous guarantor helps out. */
  SEGMENTS_DAMAGED,
  /** The primary cannot share it with the second secondary: a guarantee of two signatures. */
  SHARING_FAILED,
  /** A third signature comes after the guarantee with two has been built: it is built twice. */
  LATE_SIGNATURE,
  /** The second secondary cannot refine it: a guarantee of two signatures. */
  SECONDARY_FAILED,
  /** The builder submits it twice. */
  SUBMITTED_TWICE,
  /** The authorizer says no: the package ends there. */
  NOT_AUTHORIZED;

  private static final Fate[] ALL = values();

  static Fate of(long ordinal) {
    return ALL[(int) Math.floorMod(ordinal, (long) ALL.length)];
  }
}
