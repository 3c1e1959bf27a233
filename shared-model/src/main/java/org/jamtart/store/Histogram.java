package org.jamtart.store;

/** How many durations there were of which length. Not thread-safe. */
public final class Histogram {

  private final Buckets buckets;
  private final long[] counts;
  private long failed;
  private long unpaired;
  private long micros;

  /** Of no durations yet. */
  public Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.counts = new long[buckets.count()];
  }

  /** Adds a duration, in microseconds; a negative one, which a clock that is put back makes, is none at all. */
  public void add(long duration, boolean isFailure) {
    counts[buckets.of(duration)]++;
    micros += Math.max(0, duration);
    failed += isFailure ? 1 : 0;
  }

  /** Adds an end without a beginning. */
  public void addUnpaired() {
    unpaired++;
  }

  /** Adds all of another one with the same buckets. */
  public void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    failed += other.failed;
    unpaired += other.unpaired;
    micros += other.micros;
  }

  /** Durations in a bucket; 0 for a bucket that there is not. */
  public long count(int bucket) {
    return bucket < counts.length ? counts[bucket] : 0;
  }

  /** Those of the durations that ended with a failure. */
  public long failed() {
    return failed;
  }

  /** Ends of which the beginning is not known. */
  public long unpaired() {
    return unpaired;
  }

  /** Sum of the durations, microseconds. */
  public long micros() {
    return micros;
  }
}
