package org.jamtart.query.network;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of its connection with a peer.
 *
 * @param observed       whether the peer itself has ever connected to TART
 * @param state          {@code connected}, {@code disconnected}, {@code failed} (it never came about) or {@code unknown}
 * @param direction      who connected: {@code in} the peer, {@code out} the node; absent unless connected
 * @param since          when the node said so
 * @param currentSession whether it said so on the connection to TART that it has now: a node that restarted may have lost the others
 *                       without saying so
 * @param announcing     whether a stream of block announcements is open
 * @param endReason      why it ended; absent while connected
 * @param endedBy        {@code local} the node, {@code remote} the peer; absent while connected and where nobody ended it
 * @param lastFailureAt  when dialling the peer failed last
 */
@Schema(name = "Peer")
record Peer(@Schema(pattern = "[0-9a-f]{64}") String peerId, boolean observed,
    @Nullable String implementationName, String state, @Nullable String direction, @Nullable Instant since,
    boolean currentSession, boolean announcing, @Nullable String endReason, @Nullable String endedBy,
    @Nullable Instant lastFailureAt, @Nullable String lastFailure, @Nullable Instant lastMisbehaviourAt,
    @Nullable String lastMisbehaviour, @Nullable PeerCounts counts) {

  Peer with(Map<Integer, Long> counted) {
    return new Peer(peerId, observed, implementationName, state, direction, since, currentSession, announcing,
        endReason, endedBy, lastFailureAt, lastFailure, lastMisbehaviourAt, lastMisbehaviour,
        PeerCounts.of(counted));
  }

  /**
   * Events about the peer in the time that the answer says.
   *
   * @param attempts         dialled by the node
   * @param connects         connections made, in and out
   * @param failures         dialled without success
   * @param announcements    blocks announced, by either
   * @param blocksTransferred blocks transferred, in either direction
   * @param ticketsTransferred tickets transferred, in either direction
   */
  @Schema(name = "PeerCounts")
  record PeerCounts(long attempts, long connects, long failures, long disconnects, long misbehaviours,
      long announcements, long blocksTransferred, long ticketsTransferred) {

    static PeerCounts of(Map<Integer, Long> counted) {
      return new PeerCounts(get(counted, 24), get(counted, 23) + get(counted, 26), get(counted, 25),
          get(counted, 27), get(counted, 28), get(counted, 62), get(counted, 68), get(counted, 84));
    }

    private static long get(Map<Integer, Long> counted, int type) {
      return counted.getOrDefault(type, 0L);
    }
  }
}
