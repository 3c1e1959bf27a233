package org.jamtart.persister.context;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event's reference, and what is to be remembered because of the event.
 *
 * @param reference  null when it has none, or one to something of which the specification does not tell
 * @param opening    the event referred to; null when there is none that may be
 * @param audit      of the end of a reconstruction (147): the first request for a shard of its audit; null when unknown
 * @param remembered openings that are new or changed
 */
public record Finding(@Nullable Reference reference, @Nullable Opening opening, @Nullable Opening audit,
    List<Remembered> remembered) {

  /** Of an event that refers to nothing and to which nothing refers. */
  public static final Finding NOTHING = new Finding(null, null, null, List.of());
}
