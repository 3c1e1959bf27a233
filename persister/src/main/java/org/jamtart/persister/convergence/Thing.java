package org.jamtart.persister.convergence;

/** What spreads over the network; parts of a thing are of its kind by the type of their events. */
enum Thing {
  BLOCK(11), GUARANTEE(12), ASSURANCE(13);

  static final short BEST_BLOCK = 11;
  static final short FINALIZED_BLOCK = 12;
  static final short AUTHORING = 40;
  static final short AUTHORED = 42;
  static final short IMPORTING = 43;
  static final short GUARANTEE_BUILT = 105;
  static final short GUARANTEE_RECEIVED = 112;
  static final short DISTRIBUTING_ASSURANCE = 126;
  static final short ASSURANCE_RECEIVED = 131;

  private final short id;

  Thing(int id) {
    this.id = (short) id;
  }

  /** Its number among the things that are merged. */
  short id() {
    return id;
  }

  /** The kind of the thing that events of a type tell of. */
  static Thing of(short type) {
    return type >= DISTRIBUTING_ASSURANCE ? ASSURANCE : type >= GUARANTEE_BUILT ? GUARANTEE : BLOCK;
  }
}
