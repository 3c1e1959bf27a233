package org.jamtart.query.live;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The clients that want the same events in the same look, for whom each batch is filtered and rendered once. */
final class Channel {

  private final LiveFilter filter;
  private final Look look;
  private final long since;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private long latest = -1;
  private boolean ended;
  private long total;
  private int clients;

  /** @param since number of the first batch that is rendered for it */
  Channel(LiveFilter filter, Look look, long since) {
    this.filter = filter;
    this.look = look;
    this.since = since;
  }

  /** What makes two clients want the same. */
  record Key(LiveFilter filter, Look look) {}

  Key key() {
    return new Key(filter, look);
  }

  Look look() {
    return look;
  }

  long since() {
    return since;
  }

  /** Which of some events are wanted, by index. */
  int[] matches(List<LiveEvent> events) {
    int[] found = new int[events.size()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      if (filter.matches(events.get(i))) {
        found[count++] = i;
      }
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  /** Counts events that are about to be published; returns how many there were before. Under the tail's lock. */
  long count(int events) {
    long before = total;
    total += events;
    return before;
  }

  /** Events that were published for it. Under the tail's lock. */
  long total() {
    return total;
  }

  /** One more client, or one less; how many there are. Under the tail's lock. */
  int clients(int change) {
    clients += change;
    return clients;
  }

  /** Wakes the clients: a batch has something for them. */
  void publish(long batch) {
    lock.lock();
    try {
      latest = batch;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the clients for good. */
  void end() {
    lock.lock();
    try {
      ended = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there will be no more batches. */
  boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the clients: one of them has something else to do. */
  void nudge() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a batch from {@code next} on has something.
   *
   * @param enough ends the wait, too
   * @return the nanoseconds that are left; none when the time is over
   */
  long await(long next, long nanos, BooleanSupplier enough) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (latest < next && !ended && left > 0 && !enough.getAsBoolean()) {
        left = news.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }
}
