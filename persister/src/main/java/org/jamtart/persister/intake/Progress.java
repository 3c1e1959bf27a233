package org.jamtart.persister.intake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How far the partitions of this process are stored, for those who watch. Thread-safe. */
public final class Progress {

  private final Map<Integer, Long> storedUntil = new ConcurrentHashMap<>();
  private final AtomicLong gaps = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();

  void opened(int partition, long timestamp) {
    storedUntil.put(partition, timestamp);
  }

  void stored(int partition, long timestamp) {
    storedUntil.computeIfPresent(partition, (p, before) -> Math.max(before, timestamp));
  }

  void forget(int partition) {
    storedUntil.remove(partition);
  }

  void gap() {
    gaps.incrementAndGet();
  }

  void retry() {
    retries.incrementAndGet();
  }

  /** Timestamp of the last record stored, Unix milliseconds, 0 for none, by partition of this process. */
  public Map<Integer, Long> storedUntil() {
    return Map.copyOf(storedUntil);
  }

  /** How often the log turned out to have lost records that were not stored, since the start. */
  public long gaps() {
    return gaps.get();
  }

  /** How often a transaction had to be tried again since the start. */
  public long retries() {
    return retries.get();
  }
}
