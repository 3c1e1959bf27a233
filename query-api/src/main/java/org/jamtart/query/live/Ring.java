package org.jamtart.query.live;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest batches, as many as fit into the memory that they may take. One thread writes; any number read, each at a place of
 * its own, and wait for nobody.
 */
final class Ring {

  private static final int SLOTS = 1 << 14;

  private final AtomicReferenceArray<@Nullable Batch> slots = new AtomicReferenceArray<>(SLOTS);
  private final long mostBytes;
  private volatile long bytes;
  private volatile long events;
  private volatile long first;
  private volatile long next;
  private volatile StreamPosition start;

  /** @param start where the first batch will begin */
  Ring(long mostBytes, long number, StreamPosition start) {
    this.mostBytes = mostBytes;
    this.first = number;
    this.next = number;
    this.start = start;
  }

  /** Number of the oldest batch that is kept. */
  long first() {
    return first;
  }

  /** Number of the batch that will come next. */
  long next() {
    return next;
  }

  /** How many events the batches have. */
  long events() {
    return events;
  }

  /** About how many bytes the batches take. */
  long bytes() {
    return bytes;
  }

  /** A batch by number; null if it is not kept any more. */
  @Nullable
  Batch get(long number) {
    Batch batch = slots.get(slot(number));
    return batch == null || batch.number() != number ? null : batch;
  }

  /** Adds the batch with the next number, at the expense of the oldest ones. Writer only. */
  void add(Batch batch) {
    long size = batch.size();
    while (next > first && (bytes + size > mostBytes || next - first == SLOTS)) {
      Batch oldest = slots.getAndSet(slot(first), null);
      if (oldest != null) {
        bytes = bytes - oldest.size();
        events = events - oldest.events();
        start = oldest.passage().end();
      }
      first++;
    }
    slots.set(slot(batch.number()), batch);
    bytes = bytes + size;
    events = events + batch.events();
    next = batch.number() + 1;
  }

  /** Number of the batch with which a client at a position goes on; -1 if what it lacks is not kept. Writer's lock. */
  long place(StreamPosition position) {
    if (!position.hasReached(start)) {
      return -1;
    }
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      Batch batch = get(middle);
      if (batch != null && position.hasReached(batch.passage().end())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int slot(long number) {
    return (int) (number & (SLOTS - 1));
  }
}
