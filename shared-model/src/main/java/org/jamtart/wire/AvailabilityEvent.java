package org.jamtart.wire;

/** Shards and assurances of availability (CE 137, CE 141). JIP-3, "Availability distribution events". */
public sealed interface AvailabilityEvent extends Event {

  /** Event 120. An assurer begins to ask a guarantor for shards (CE 137). */
  @Discriminator(120)
  record SendingShardRequest(
      @U64 long timestamp,
      Bytes32 guarantor,
      @Subject Bytes32 erasureRoot,
      @U16 int shard) implements AvailabilityEvent {}

  /** Event 121. An assurer begins to ask this node for shards (CE 137). */
  @Discriminator(121)
  record ReceivingShardRequest(@U64 long timestamp, Bytes32 assurer) implements AvailabilityEvent {}

  /** Event 122. A shard request failed, on either side of it. */
  @Discriminator(122)
  @Failure
  record ShardRequestFailed(
      @U64 long timestamp,
      @Ref( {120, 121}) long requestId,
      @Reason String reason) implements AvailabilityEvent{}

  /** Event 123. A shard request has left this node. */
  @Discriminator(123)
  record ShardRequestSent(@U64 long timestamp, @Ref(120) long requestId) implements AvailabilityEvent {}

  /** Event 124. A shard request has arrived whole. */
  @Discriminator(124)
  record ShardRequestReceived(
      @U64 long timestamp,
      @Ref(121) long requestId,
      @Subject Bytes32 erasureRoot,
      @U16 int shard) implements AvailabilityEvent {}

  /** Event 125. A shard request was answered, in either direction. */
  @Discriminator(125)
  record ShardsTransferred(
      @U64 long timestamp,
      @Ref( {120, 121}) long requestId) implements AvailabilityEvent{}

  /** Event 126. An assurer begins to distribute its assurance (CE 141). */
  @Discriminator(126)
  record DistributingAssurance(
      @U64 long timestamp,
      @Json("statement.anchor") Bytes32 anchor,
      @Json("statement.bitfield") @PerEightCores ByteString bitfield) implements AvailabilityEvent {}

  /** Event 127. Sending the assurance to a validator failed. */
  @Discriminator(127)
  @Failure
  record AssuranceSendFailed(
      @U64 long timestamp,
      @Ref(126) long distributingId,
      Bytes32 recipient,
      @Reason String reason) implements AvailabilityEvent {}

  /** Event 128. The assurance was sent to a validator. */
  @Discriminator(128)
  record AssuranceSent(
      @U64 long timestamp,
      @Ref(126) long distributingId,
      Bytes32 recipient) implements AvailabilityEvent {}

  /** Event 129. The assurer is done with distributing, whatever came of it. */
  @Discriminator(129)
  record AssuranceDistributed(
      @U64 long timestamp,
      @Ref(126) long distributingId) implements AvailabilityEvent {}

  /** Event 130. Receiving an assurance failed. */
  @Discriminator(130)
  @Failure
  record AssuranceReceiveFailed(
      @U64 long timestamp,
      Bytes32 sender,
      @Reason String reason) implements AvailabilityEvent {}

  /** Event 131. An assurance has been received; it has not been checked yet. */
  @Discriminator(131)
  record AssuranceReceived(
      @U64 long timestamp,
      Bytes32 sender,
      Bytes32 anchor) implements AvailabilityEvent {}
}
