package org.jamtart.query.shared;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets what is asked for by several at once be made once for all who asked before it was begun. So nobody gets what was begun before
 * they asked, and of one thing there is one in the making, and one whose askers wait for it. Thread-safe.
 *
 * @param <K> what is asked for
 * @param <V> what is made
 */
final class Turns<K, V extends @Nullable Object> {

  /** Makes something. */
  interface Work<V extends @Nullable Object> {
    V make() throws Exception;
  }

  /** One that is in the making, and who waits for the next one. */
  private static final class Turn<V extends @Nullable Object> {
    private final CompletableFuture<V> made = new CompletableFuture<>();
    private @Nullable Turn<V> next;
  }

  private final Map<K, Turn<V>> current = new HashMap<>();

  /**
   * Makes it, or waits for one that is begun from now on.
   *
   * @throws ExecutionException when whoever made it failed: who asks now may well get it
   */
  V take(K key, Work<V> work) throws Exception {
    Turn<V> mine;
    @Nullable
    Turn<V> before = null;
    boolean first = true;
    synchronized (current) {
      Turn<V> running = current.get(key);
      if (running == null) {
        mine = new Turn<>();
        current.put(key, mine);
      } else if (running.next == null) {
        mine = new Turn<>();
        running.next = mine;
        before = running;
      } else {
        mine = running.next;
        first = false;
      }
    }
    if (!first) {
      return mine.made.get();
    }
    if (before != null) {
      await(before);
    }
    return make(key, mine, work);
  }

  private V make(K key, Turn<V> mine, Work<V> work) throws Exception {
    V value;
    try {
      value = work.make();
    } catch (Throwable e) {
      end(key, mine);
      mine.made.completeExceptionally(e);
      throw e;
    }
    // Over before it is told: nobody may still join the next one when that begins.
    end(key, mine);
    mine.made.complete(value);
    return value;
  }

  /** Its turn is over: the next one, if anybody waits for it, is the one in the making from now on. */
  private void end(K key, Turn<V> turn) {
    synchronized (current) {
      if (turn.next == null) {
        current.remove(key);
      } else {
        current.put(key, turn.next);
      }
    }
  }

  /** However it ends. Not to be interrupted: a turn whose maker went away would be waited for by all who ask from then on. */
  private static void await(Turn<?> turn) {
    turn.made.handle((value, failure) -> failure == null).join();
  }
}
