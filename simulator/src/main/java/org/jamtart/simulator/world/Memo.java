package org.jamtart.simulator.world;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;

/**
 * Remembers the newest values of a pure function, so that the thousand nodes that ask for the same fact at about
 * the same time do not all work it out. Losing or computing a value twice changes nothing; safe for many threads.
 */
final class Memo<V> {
  private record Entry<V>(long key, V value) {}

  private final AtomicReferenceArray<Entry<V>> entries;
  private final LongFunction<V> function;

  /** @param size how many values are kept, a power of two */
  Memo(int size, LongFunction<V> function) {
    this.entries = new AtomicReferenceArray<>(size);
    this.function = function;
  }

  V get(long key) {
    int place = (int) (key & (entries.length() - 1));
    var entry = entries.getAcquire(place);
    if (entry == null || entry.key != key) {
      entry = new Entry<>(key, function.apply(key));
      entries.setRelease(place, entry);
    }
    return entry.value;
  }
}
