package org.jamtart.persister.batch;

import java.util.Map;
import java.util.Set;
import org.jamtart.persister.projection.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Frames that get special treatment when one run is tried again after it could not be stored.
 *
 * @param why  frames to put in quarantine, by ordinal, and why
 * @param only the frames to look at, all others being left out; null for all frames. For trials alone: these are rolled
 *             back
 */
record Condemned(Map<Long, String> why, @Nullable Set<Long> only) {

  /** Nothing special. */
  static final Condemned NONE = new Condemned(Map.of(), null);

  static Condemned trial(Set<Long> only) {
    return new Condemned(Map.of(), only);
  }

  boolean isTrial() {
    return only != null;
  }

  /** Whether the frame takes part. */
  boolean admits(Frame frame) {
    if (only != null && !only.contains(frame.seq())) {
      return false;
    }
    String reason = why.get(frame.seq());
    if (reason != null) {
      frame.condemn(reason);
    }
    return true;
  }
}
