package org.jamtart.wire;

/** How the node is doing. JIP-3, "Status events". */
public sealed interface StatusEvent extends Event {

  /** Event 10. Counters of the node's state, sent every two seconds or so. */
  @Discriminator(10)
  record Status(
      @U64 long timestamp,
      @U32 long numPeers,
      @Json("num_val_peers") @U32 long numValidatorPeers,
      @Json("num_sync_peers") @U32 long numAnnouncementPeers,
      @Json("num_guarantees") @PerCore ByteString guaranteesPerCore,
      @U32 long numShards,
      @Json("shards_size") @U64 long shardsSizeBytes,
      @U32 long numPreimages,
      @Json("preimages_size") @U32 long preimagesSizeBytes) implements StatusEvent {}

  /** Event 11. The node considers another block the best one. */
  @Discriminator(11)
  record BestBlockChanged(
      @U64 long timestamp,
      @Slot long slot,
      @Json("hash") @Subject Bytes32 headerHash) implements StatusEvent {}

  /** Event 12. The node considers another block the last finalized one. */
  @Discriminator(12)
  record FinalizedBlockChanged(
      @U64 long timestamp,
      @Slot long slot,
      @Json("hash") @Subject Bytes32 headerHash) implements StatusEvent {}

  /** Event 13. The node believes that it caught up with the network, or that it fell behind. */
  @Discriminator(13)
  record SyncStatusChanged(@U64 long timestamp, boolean synced) implements StatusEvent {}
}
