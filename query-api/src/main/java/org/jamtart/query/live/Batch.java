package org.jamtart.query.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read at one time, as it was made ready for the clients that were there.
 *
 * @param number   one more than that of the batch before
 * @param messages by channel; none where nothing is wanted
 */
record Batch(long number, Passage passage, Map<Channel, Message> messages) {

  private static final int OVERHEAD = 1_000;

  /**
   * What a channel's clients get of a batch.
   *
   * @param events how many events it has
   * @param before how many the channel had before it
   */
  record Message(Payload payload, int events, long before) {}

  /** What a channel's clients get; null for nothing. */
  @Nullable
  Message message(Channel channel) {
    return messages.get(channel);
  }

  /** How many events it has. */
  int events() {
    return passage instanceof Passage.Stretch stretch ? stretch.events().size() : 0;
  }

  /** About how many bytes it takes in memory. */
  long size() {
    long size = OVERHEAD;
    if (passage instanceof Passage.Stretch stretch) {
      size += stretch.events().stream().mapToLong(LiveEvent::size).sum();
    }
    return size + messages.values().stream().mapToLong(message -> message.payload().size()).sum();
  }
}
