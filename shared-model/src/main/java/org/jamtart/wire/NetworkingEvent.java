package org.jamtart.wire;

import org.jspecify.annotations.Nullable;

/** Connections with other nodes (JAMNP-S). JIP-3, "Networking events". */
public sealed interface NetworkingEvent extends Event {

  /** Event 20. A peer knocked and was turned away. */
  @Discriminator(20)
  @Failure
  record ConnectionRefused(
      @U64 long timestamp,
      @Json("from") PeerAddress peerAddress) implements NetworkingEvent {}

  /** Event 21. A peer knocked and was let in; the handshake follows. */
  @Discriminator(21)
  record ConnectingIn(
      @U64 long timestamp,
      @Json("from") PeerAddress peerAddress) implements NetworkingEvent {}

  /** Event 22. The handshake with a knocking peer failed. */
  @Discriminator(22)
  @Failure
  record ConnectInFailed(
      @U64 long timestamp,
      @Ref(21) long connectingId,
      @Reason String reason) implements NetworkingEvent {}

  /** Event 23. The handshake with a knocking peer succeeded. */
  @Discriminator(23)
  record ConnectedIn(
      @U64 long timestamp,
      @Ref(21) long connectingId,
      Bytes32 peerId) implements NetworkingEvent {}

  /** Event 24. The node dials a peer. */
  @Discriminator(24)
  record ConnectingOut(
      @U64 long timestamp,
      @Json("to.peer_id") Bytes32 peerId,
      @Json("to.peer_address") PeerAddress peerAddress) implements NetworkingEvent {}

  /** Event 25. Dialling a peer failed. */
  @Discriminator(25)
  @Failure
  record ConnectOutFailed(
      @U64 long timestamp,
      @Ref(24) long connectingId,
      @Reason String reason) implements NetworkingEvent {}

  /** Event 26. Dialling a peer succeeded. */
  @Discriminator(26)
  record ConnectedOut(@U64 long timestamp, @Ref(24) long connectingId) implements NetworkingEvent {}

  /** Event 27. A connection that existed has ended. */
  @Discriminator(27)
  record Disconnected(
      @U64 long timestamp,
      Bytes32 peer,
      @Nullable ConnectionSide terminator,
      @Reason String reason) implements NetworkingEvent {}

  /** Event 28. A peer did what neither the network protocol nor the Gray Paper allows. */
  @Discriminator(28)
  record PeerMisbehaved(
      @U64 long timestamp,
      Bytes32 peer,
      @Reason String reason) implements NetworkingEvent {}
}
