package org.jamtart.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * So many holders of each key at the most, who share one thing as long as there is one of them. Thread-safe.
 *
 * @param <K> what is limited
 * @param <S> what the holders of a key share
 */
public final class Quota<K, S> {

  private record Held<S>(int holders, S shared) {}

  private final int most;
  private final Supplier<S> makeShared;
  private final ConcurrentHashMap<K, Held<S>> keys = new ConcurrentHashMap<>();

  /**
   * @param most       holders of one key, at least 1
   * @param makeShared makes what the holders of a key share, when the first one comes
   */
  public Quota(int most, Supplier<S> makeShared) {
    this.most = most;
    this.makeShared = makeShared;
  }

  /** Becomes a holder: what is shared, or null when there are enough holders already. */
  public @Nullable S take(K key) {
    var refused = new boolean[1];
    Held<S> held = keys.compute(key, (k, before) -> {
      if (before == null) {
        return new Held<>(1, makeShared.get());
      }
      refused[0] = before.holders == most;
      return refused[0] ? before : new Held<>(before.holders + 1, before.shared);
    });
    return refused[0] || held == null ? null : held.shared;
  }

  /** Whether {@link #take} would be refused now. */
  boolean isFull(K key) {
    Held<S> held = keys.get(key);
    return held != null && held.holders >= most;
  }

  /** Gives back what {@link #take} gave. */
  public void give(K key) {
    keys.computeIfPresent(key,
        (k, before) -> before.holders == 1 ? null : new Held<>(before.holders - 1, before.shared));
  }

  /** Keys that have a holder. */
  public int keys() {
    return keys.size();
  }
}
