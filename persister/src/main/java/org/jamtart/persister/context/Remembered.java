package org.jamtart.persister.context;

import org.jspecify.annotations.Nullable;

/**
 * An opening as it is kept.
 *
 * @param used       when it was last used, to a quarter of the time that it is kept; receipt, Unix microseconds
 * @param seq        ordinal of the event on its session
 * @param opening    the event with the context that it had when it came
 * @param completion what an event behind it said of its chain; null as long as none did
 */
public record Remembered(OpeningKey key, long used, long seq, Opening opening,
    @Nullable Completion completion) {

  /**
   * A later event's word on the chain of an opening.
   *
   * @param seq     ordinal of that event
   * @param context of the chain from then on
   */
  public record Completion(long seq, Context context) {}

  /** The opening as the event with an ordinal found it, whatever came since. */
  Opening asOf(long later) {
    return completion == null || completion.seq() >= later
        ? opening
        : new Opening(opening.type(), opening.timeMicros(), opening.hash(), opening.peer(), opening.audit(),
            completion.context());
  }

  Remembered usedAt(long micros) {
    return new Remembered(key, micros, seq, opening, completion);
  }

  Remembered completed(Completion by) {
    return new Remembered(key, used, seq, opening, by);
  }
}
