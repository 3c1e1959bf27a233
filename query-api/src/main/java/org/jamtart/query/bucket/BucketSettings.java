package org.jamtart.query.bucket;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The keys {@code tart.query.buckets.*}.
 *
 * @param memory heap that is taken at the most by buckets which have been read; 1 MB to 16 GB
 */
@ConfigurationProperties("tart.query.buckets")
public record BucketSettings(@DefaultValue("64MB") DataSize memory) {

  public BucketSettings {
    if (memory.compareTo(DataSize.ofMegabytes(1)) < 0 || memory.compareTo(DataSize.ofGigabytes(16)) > 0) {
      throw new IllegalArgumentException(
          "tart.query.buckets.memory is " + memory + ": it must be from 1MB to 16GB");
    }
  }

  /** Who keeps buckets, and how many sixteenths of the memory are theirs: all of it together. */
  enum Keeper {
    FAILURES(6), ACTIVITY(5), EVENTS(2), DISCARDS(1), AVAILABILITY(1), BLOCKS(1);

    private final int sixteenths;

    Keeper(int sixteenths) {
      this.sixteenths = sixteenths;
    }
  }

  /** Bytes that one of those who keep buckets may take. */
  long memory(Keeper keeper) {
    return memory.toBytes() / 16 * keeper.sixteenths;
  }
}
