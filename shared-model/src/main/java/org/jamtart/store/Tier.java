package org.jamtart.store;

import java.time.Duration;
import java.time.Instant;

/** How long the buckets of a count are. Each tier of a count is a partition of its table. */
public enum Tier {
  /** Of the whole network alone, for figures of the last seconds. */
  SECOND(0, "1s", Duration.ofSeconds(1)),
  /** With every dimension. */
  HALF_MINUTE(1, "30s", Duration.ofSeconds(30)),
  MINUTE(2, "1m", Duration.ofMinutes(1)),
  HOUR(3, "1h", Duration.ofHours(1));

  private final short id;
  private final String key;
  private final Duration length;

  Tier(int id, String key, Duration length) {
    this.id = (short) id;
    this.key = key;
    this.length = length;
  }

  /** Its number in the column {@code tier}. */
  public short id() {
    return id;
  }

  /** Its name, which is the end of its tables' names. */
  public String key() {
    return key;
  }

  /** How long a bucket is; divides the length of every coarser tier. */
  public Duration length() {
    return length;
  }

  /** Name of the part of a table that has this tier. */
  public String table(String count) {
    return count + "_" + key;
  }

  /** First moment of the bucket that has a moment, Unix microseconds. */
  public long bucket(long micros) {
    long size = length.toMillis() * 1000;
    return Math.floorDiv(micros, size) * size;
  }

  /** First moment of the bucket that has a moment. */
  public Instant bucket(Instant moment) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }
}
