package org.jamtart.wire;

/** Announcing and requesting preimages (CE 142, CE 143). JIP-3, "Preimage distribution events". */
public sealed interface PreimageEvent extends Event {

  /** Event 190. Announcing a preimage failed (CE 142). */
  @Discriminator(190)
  @Failure
  record PreimageAnnouncementFailed(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide announcer,
      @Reason String reason) implements PreimageEvent {}

  /** Event 191. A preimage was announced, by this node or to it (CE 142). */
  @Discriminator(191)
  record PreimageAnnounced(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide announcer,
      @Json("service") @U32 long serviceId,
      @Subject Bytes32 hash,
      @U32 long length) implements PreimageEvent {}

  /** Event 192. An announced preimage was forgotten before it was fetched. */
  @Discriminator(192)
  record AnnouncedPreimageForgotten(
      @U64 long timestamp,
      @Json("service") @U32 long serviceId,
      @Subject Bytes32 hash,
      @U32 long length,
      AnnouncedPreimageForgetReason reason) implements PreimageEvent {}

  /** Event 193. The node begins to ask a peer for a preimage (CE 143). */
  @Discriminator(193)
  record SendingPreimageRequest(
      @U64 long timestamp,
      Bytes32 recipient,
      @Subject Bytes32 hash) implements PreimageEvent {}

  /** Event 194. A peer begins to ask this node for a preimage (CE 143). */
  @Discriminator(194)
  record ReceivingPreimageRequest(@U64 long timestamp, Bytes32 sender) implements PreimageEvent {}

  /** Event 195. A preimage request failed, on either side of it. */
  @Discriminator(195)
  @Failure
  record PreimageRequestFailed(
      @U64 long timestamp,
      @Ref( {193, 194}) long requestId,
      @Reason String reason) implements PreimageEvent{}

  /** Event 196. A preimage request has left this node. */
  @Discriminator(196)
  record PreimageRequestSent(@U64 long timestamp, @Ref(193) long requestId) implements PreimageEvent {}

  /** Event 197. A preimage request has arrived whole. */
  @Discriminator(197)
  record PreimageRequestReceived(
      @U64 long timestamp,
      @Ref(194) long requestId,
      @Subject Bytes32 hash) implements PreimageEvent {}

  /** Event 198. A preimage was transferred, in either direction. */
  @Discriminator(198)
  record PreimageTransferred(
      @U64 long timestamp,
      @Ref( {193, 194}) long requestId,
      @U32 long length) implements PreimageEvent{}

  /** Event 199. A preimage left the pool of this node. */
  @Discriminator(199)
  @Failure
  record PreimageDiscarded(
      @U64 long timestamp,
      @Subject Bytes32 hash,
      @U32 long length,
      PreimageDiscardReason reason) implements PreimageEvent {}
}
