package org.jamtart.persister.workpackage;

import org.jspecify.annotations.Nullable;

/** What a guarantor goes through with a work package, and the event that tells it. */
enum Stage {
  RECEIVED(94), AUTHORIZED(95), REFINED(101), REPORT_BUILT(102), GUARANTEE_BUILT(105), DISTRIBUTED(109),
  FAILED(92);

  private static final @Nullable Stage[] BY_TYPE = new @Nullable Stage[256];

  static {
    for (Stage stage : values()) {
      BY_TYPE[stage.type] = stage;
    }
  }

  private final int type;

  Stage(int type) {
    this.type = type;
  }

  /** That which an event tells; null for all other events. */
  static @Nullable Stage of(short type) {
    return type < 0 ? null : BY_TYPE[type];
  }
}
