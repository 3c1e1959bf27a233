package org.jamtart.wire;

/** Announcing and requesting blocks (UP 0, CE 128). JIP-3, "Block distribution events". */
public sealed interface BlockDistributionEvent extends Event {

  /** Event 60. A block announcement stream (UP 0) was opened with a peer. */
  @Discriminator(60)
  record BlockAnnouncementStreamOpened(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide opener) implements BlockDistributionEvent {}

  /**
   * Event 61. A block announcement stream (UP 0) ended. Protocol version 1: it names the event that told of
   * the opening.
   */
  @Discriminator(value = 61, versions = 1)
  record BlockAnnouncementStreamClosed(
      @U64 long timestamp,
      @Ref(60) long openedId,
      ConnectionSide closer,
      @Reason String reason) implements BlockDistributionEvent {}

  /** Event 61 as protocol version 0 has it: the end of a block announcement stream, with the peer itself. */
  @Discriminator(value = 61, versions = 0, name = "BlockAnnouncementStreamClosed")
  record BlockAnnouncementStreamClosedV0(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide closer,
      @Reason String reason) implements BlockDistributionEvent {}

  /** Event 62. A block was announced, by this node or to it. */
  @Discriminator(62)
  record BlockAnnounced(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide announcer,
      @Slot long slot,
      @Json("hash") @Subject Bytes32 headerHash) implements BlockDistributionEvent {}

  /** Event 63. The node begins to ask a peer for blocks (CE 128). */
  @Discriminator(63)
  record SendingBlockRequest(
      @U64 long timestamp,
      Bytes32 recipient,
      @Json("hash") @Subject Bytes32 headerHash,
      BlockRequestDirection direction,
      @U32 long maxBlocks) implements BlockDistributionEvent {}

  /** Event 64. A peer begins to ask this node for blocks (CE 128). */
  @Discriminator(64)
  record ReceivingBlockRequest(@U64 long timestamp, Bytes32 sender) implements BlockDistributionEvent {}

  /** Event 65. A block request failed, on either side of it. */
  @Discriminator(65)
  @Failure
  record BlockRequestFailed(
      @U64 long timestamp,
      @Ref( {63, 64}) long requestId,
      @Reason String reason) implements BlockDistributionEvent{}

  /** Event 66. A block request has left this node. */
  @Discriminator(66)
  record BlockRequestSent(@U64 long timestamp, @Ref(63) long requestId) implements BlockDistributionEvent {}

  /** Event 67. A block request has arrived whole. */
  @Discriminator(67)
  record BlockRequestReceived(
      @U64 long timestamp,
      @Ref(64) long requestId,
      @Json("hash") @Subject Bytes32 headerHash,
      BlockRequestDirection direction,
      @U32 long maxBlocks) implements BlockDistributionEvent {}

  /** Event 68. One block of a block request has been transferred, in either direction. */
  @Discriminator(68)
  record BlockTransferred(
      @U64 long timestamp,
      @Ref( {63, 64}) long requestId,
      @Slot long slot,
      BlockOutline outline,
      boolean last) implements BlockDistributionEvent{}
}
