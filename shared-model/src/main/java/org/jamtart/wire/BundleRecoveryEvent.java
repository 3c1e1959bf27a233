package org.jamtart.wire;

/** Recovering bundles for auditing (CE 138, CE 147). JIP-3, "Bundle recovery events". */
public sealed interface BundleRecoveryEvent extends Event {

  /** Event 140. An auditor begins to ask an assurer for a bundle shard (CE 138). */
  @Discriminator(140)
  record SendingBundleShardRequest(
      @U64 long timestamp,
      @Ref( {}) long auditId,
      Bytes32 assurer,
      @U16 int shard) implements BundleRecoveryEvent{}

  /** Event 141. An auditor begins to ask this node for a bundle shard (CE 138). */
  @Discriminator(141)
  record ReceivingBundleShardRequest(@U64 long timestamp, Bytes32 auditor) implements BundleRecoveryEvent {}

  /** Event 142. A bundle shard request failed, on either side of it. */
  @Discriminator(142)
  @Failure
  record BundleShardRequestFailed(
      @U64 long timestamp,
      @Ref( {140, 141}) long requestId,
      @Reason String reason) implements BundleRecoveryEvent{}

  /** Event 143. A bundle shard request has left this node. */
  @Discriminator(143)
  record BundleShardRequestSent(
      @U64 long timestamp,
      @Ref(140) long requestId) implements BundleRecoveryEvent {}

  /** Event 144. A bundle shard request has arrived whole. */
  @Discriminator(144)
  record BundleShardRequestReceived(
      @U64 long timestamp,
      @Ref(141) long requestId,
      @Subject Bytes32 erasureRoot,
      @U16 int shard) implements BundleRecoveryEvent {}

  /** Event 145. A bundle shard request was answered, in either direction. */
  @Discriminator(145)
  record BundleShardTransferred(
      @U64 long timestamp,
      @Ref( {140, 141}) long requestId) implements BundleRecoveryEvent{}

  /** Event 146. The auditor begins to put a bundle together from shards. */
  @Discriminator(146)
  record ReconstructingBundle(
      @U64 long timestamp,
      @Ref( {}) long auditId,
      @Json(value = "kind", names = {"NonTrivial", "Trivial"}) boolean trivial)
      implements
        BundleRecoveryEvent{}

  /** Event 147. The auditor has put the bundle together. */
  @Discriminator(147)
  record BundleReconstructed(@U64 long timestamp, @Ref( {}) long auditId) implements BundleRecoveryEvent{}

  /** Event 148. An auditor begins to ask a guarantor for a whole bundle (CE 147). */
  @Discriminator(148)
  record SendingBundleRequest(
      @U64 long timestamp,
      @Ref( {}) long auditId,
      Bytes32 guarantor) implements BundleRecoveryEvent{}

  /** Event 149. An auditor begins to ask this node for a whole bundle (CE 147). */
  @Discriminator(149)
  record ReceivingBundleRequest(@U64 long timestamp, Bytes32 auditor) implements BundleRecoveryEvent {}

  /** Event 150. A bundle request failed, on either side of it. */
  @Discriminator(150)
  @Failure
  record BundleRequestFailed(
      @U64 long timestamp,
      @Ref( {148, 149}) long requestId,
      @Reason String reason) implements BundleRecoveryEvent{}

  /** Event 151. A bundle request has left this node. */
  @Discriminator(151)
  record BundleRequestSent(@U64 long timestamp, @Ref(148) long requestId) implements BundleRecoveryEvent {}

  /** Event 152. A bundle request has arrived whole. */
  @Discriminator(152)
  record BundleRequestReceived(
      @U64 long timestamp,
      @Ref(149) long requestId,
      @Subject Bytes32 erasureRoot) implements BundleRecoveryEvent {}

  /** Event 153. A bundle request was answered, in either direction. */
  @Discriminator(153)
  record BundleTransferred(
      @U64 long timestamp,
      @Ref( {148, 149}) long requestId) implements BundleRecoveryEvent{}
}
