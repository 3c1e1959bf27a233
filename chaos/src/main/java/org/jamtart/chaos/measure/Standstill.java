package org.jamtart.chaos.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a partition of the log had something that the tables lacked without the tables taking a step in it. Thread-safe; times
 * are {@link System#nanoTime()}.
 */
final class Standstill {

  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, Long> stored = new HashMap<>();
  private final Map<Integer, Long> waitingSince = new HashMap<>();
  private long longestNanos;

  /** The log ends there now. */
  synchronized void logEnds(Map<Integer, Long> now, long time) {
    ends.putAll(now);
    now.forEach((partition, end) -> {
      if (end > stored.getOrDefault(partition, 0L)) {
        waitingSince.putIfAbsent(partition, time);
      }
    });
  }

  /** The tables have everything before that now. */
  synchronized void tablesHave(Map<Integer, Long> now, long time) {
    now.forEach((partition, next) -> {
      Long before = stored.put(partition, next);
      if (before == null || next > before) {
        stopWaiting(partition, time);
        if (next < ends.getOrDefault(partition, 0L)) {
          waitingSince.put(partition, time);
        }
      }
    });
  }

  private void stopWaiting(int partition, long time) {
    Long since = waitingSince.remove(partition);
    if (since != null) {
      longestNanos = Math.max(longestNanos, time - since);
    }
  }

  /** Whether the tables have all that lies before the offsets. */
  synchronized boolean has(Map<Integer, Long> offsets) {
    return offsets.entrySet()
        .stream()
        .allMatch(offset -> stored.getOrDefault(offset.getKey(), 0L) >= offset.getValue());
  }

  /** The longest so far, one that still lasts included. */
  synchronized Duration longest(long time) {
    long lasting = waitingSince.values().stream().mapToLong(since -> time - since).max().orElse(0);
    return Duration.ofNanos(Math.max(longestNanos, lasting));
  }

  /** Forgets what was; what still lasts begins now. */
  synchronized void forget(long time) {
    longestNanos = 0;
    waitingSince.replaceAll((partition, since) -> time);
  }
}
