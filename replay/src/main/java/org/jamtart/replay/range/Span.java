package org.jamtart.replay.range;

/**
 * Where a range lies in one partition: offsets [first, end). Records that lie out of the range may be among them.
 *
 * @param firstTimestamp of the first record of it, Unix milliseconds; {@link Long#MAX_VALUE} when there is none
 */
public record Span(int partition, long first, long end, long firstTimestamp) {

  /** Records in it. */
  public long records() {
    return end - first;
  }
}
