package org.jamtart.simulator.world;

/**
 * When what happens in a request from one peer to another. Both sides compute the same one, so their stories
 * agree: the provider never receives before the requester sends.
 *
 * @param sending the requester begins to send (requester's story)
 * @param receiving the provider sees it coming
 * @param sent the requester has sent it whole
 * @param received the provider has it whole
 * @param served the provider has answered
 * @param done the requester has the answer
 */
public record Exchange(long sending, long receiving, long sent, long received, long served, long done) {
  private static final long TRANSMISSION = 900;

  /**
   * An exchange that begins at a story time.
   *
   * @param travel microseconds one way
   * @param service microseconds that the provider needs for its answer
   */
  public static Exchange at(long start, long travel, long service) {
    long received = start + travel + TRANSMISSION;
    return new Exchange(start, start + travel, start + TRANSMISSION, received, received + service,
        received + service + travel);
  }
}
