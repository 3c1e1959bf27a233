package org.jamtart.query.node;

import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * A node as the tables have it.
 *
 * @param number      its number in the tables
 * @param information its newest node information message, without the length prefix
 * @param announced   the address that it says it has
 * @param address     the address from which its newest connection came
 * @param sortTime    by which the list is ordered: when its open connection began, else when it was last seen
 * @param open        its newest open connection; null when it is not connected
 * @param endedAt     when its newest connection ended; null when it is connected or has none
 */
record NodeRow(int number, Bytes32 id, String implementationName, String implementationVersion,
    String gpVersion,
    byte @Nullable [] information, @Nullable String announced, @Nullable String address, Instant firstSeen,
    Instant lastSeen,
    Instant sortTime,
    Instant connectedAt, @Nullable Instant endedAt, @Nullable Open open, Totals totals) {

  boolean connected() {
    return open != null;
  }

  /**
   * The connection that is open.
   *
   * @param events that came through it; 0 where they were not asked for
   */
  record Open(UUID session, Instant openedAt, @Nullable String remote, @Nullable String gateway,
      BigInteger events) {}

  /** Sums over all types and all time. */
  record Totals(BigInteger events, BigInteger malformed, BigInteger unknown, BigInteger expired,
      BigInteger dropped) {}
}
