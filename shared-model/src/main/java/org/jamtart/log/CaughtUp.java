package org.jamtart.log;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers when each partition of the log was last seen to be stored whole. A record that comes after a silence is not late
 * for the silence: how far a partition is stored is the later of its last stored record and that moment. Thread-safe.
 */
public final class CaughtUp {

  private final Map<Integer, Instant> moments = new ConcurrentHashMap<>();

  /** Everything that the partition had at a moment is stored. */
  public void at(int partition, Instant moment) {
    moments.merge(partition, moment, (known, other) -> known.isAfter(other) ? known : other);
  }

  /** Forgets all partitions but some: whoever has the others is not seen from here. */
  public void retain(Collection<Integer> partitions) {
    moments.keySet().retainAll(partitions);
  }

  /**
   * The moment up to which a partition is stored.
   *
   * @param lastRecord time of the last record of it that is stored; {@link Instant#EPOCH} if none is
   * @return {@link Instant#EPOCH} when nothing is known of it
   */
  public Instant storedUntil(int partition, Instant lastRecord) {
    Instant moment = moments.getOrDefault(partition, Instant.EPOCH);
    return moment.isAfter(lastRecord) ? moment : lastRecord;
  }
}
