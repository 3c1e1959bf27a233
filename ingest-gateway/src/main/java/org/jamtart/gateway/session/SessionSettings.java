package org.jamtart.gateway.session;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a connection may do: the keys {@code tart.gateway.session.*}.
 *
 * @param firstMessageWithin how long after connecting the node information must be complete; 100 ms to 1 h, default 10 s
 * @param idle               how long a node may say nothing; 100 ms to 1 d, default 120 s
 * @param frameWithin        how long a message that has begun may take to be whole; 100 ms to 1 h, default 30 s
 * @param nodeInformation    largest node information message, bytes; 1 KiB to 64 KiB, default 4 KiB
 * @param frame              largest message after it, bytes; 1 KiB to 512 KiB, default 256 KiB
 * @param malformedPerMinute messages of a connection that may be malformed within a minute; more close it; 0 for no
 *                           limit, default 10000
 */
public record SessionSettings(@DefaultValue("10s") Duration firstMessageWithin,
    @DefaultValue("120s") Duration idle, @DefaultValue("30s") Duration frameWithin,
    @DefaultValue("4KB") DataSize nodeInformation, @DefaultValue("256KB") DataSize frame,
    @DefaultValue("10000") int malformedPerMinute) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final DataSize SMALLEST = DataSize.ofKilobytes(1);

  public SessionSettings {
    within("first-message-within", firstMessageWithin, SHORTEST, Duration.ofHours(1));
    within("idle", idle, SHORTEST, Duration.ofDays(1));
    within("frame-within", frameWithin, SHORTEST, Duration.ofHours(1));
    within("node-information", nodeInformation, SMALLEST, DataSize.ofKilobytes(64));
    // A record of the log, which is one frame at least, has at most a mebibyte.
    within("frame", frame, SMALLEST, DataSize.ofKilobytes(512));
    if (malformedPerMinute < 0) {
      throw new IllegalArgumentException("tart.gateway.session.malformed-per-minute is " + malformedPerMinute
          + ": it must be 0 (no limit) or more");
    }
  }

  private static <T extends Comparable<T>> void within(String key, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "tart.gateway.session." + key + " is " + value + ": it must be from " + least + " to " + most);
    }
  }
}
