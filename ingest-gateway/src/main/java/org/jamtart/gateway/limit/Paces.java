package org.jamtart.gateway.limit;

/**
 * How fast one node may talk, by both measures.
 *
 * @param events events per second
 * @param bytes  bytes per second
 */
public record Paces(Pace events, Pace bytes) {

  /**
   * Books what was read.
   *
   * @param now as for {@link Pace#spend}
   * @return nanoseconds to wait before the next read; 0 for none
   */
  public long spend(long newEvents, long newBytes, long now) {
    return Math.max(events.spend(newEvents, now), bytes.spend(newBytes, now));
  }
}
