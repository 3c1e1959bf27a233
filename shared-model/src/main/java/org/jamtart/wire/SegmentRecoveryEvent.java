package org.jamtart.wire;

import java.util.List;

/** Recovering imported segments (CE 139, CE 140, CE 148). JIP-3, "Segment recovery events". */
public sealed interface SegmentRecoveryEvent extends Event {

  /** Event 160. The segments-root that belongs to a work-package hash has been found. */
  @Discriminator(160)
  record WorkPackageHashMapped(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      @Subject Bytes32 workPackageHash,
      Bytes32 segmentsRoot) implements SegmentRecoveryEvent {}

  /** Event 161. The erasure-root that belongs to a segments-root has been found. */
  @Discriminator(161)
  record SegmentsRootMapped(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      Bytes32 segmentsRoot,
      @Subject Bytes32 erasureRoot) implements SegmentRecoveryEvent {}

  /** Event 162. A guarantor begins to ask an assurer for segment shards (CE 139 or 140). */
  @Discriminator(162)
  record SendingSegmentShardRequest(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      Bytes32 assurer,
      @Json("proofs") boolean viaCe140,
      List<SegmentShard> shards) implements SegmentRecoveryEvent {
    public SendingSegmentShardRequest {
      shards = List.copyOf(shards);
    }
  }

  /** Event 163. A guarantor begins to ask this node for segment shards (CE 139 or 140). */
  @Discriminator(163)
  record ReceivingSegmentShardRequest(
      @U64 long timestamp,
      Bytes32 sender,
      @Json("proofs") boolean viaCe140) implements SegmentRecoveryEvent {}

  /** Event 164. A segment shard request failed, on either side of it. */
  @Discriminator(164)
  @Failure
  record SegmentShardRequestFailed(
      @U64 long timestamp,
      @Ref( {162, 163}) long requestId,
      @Reason String reason) implements SegmentRecoveryEvent{}

  /** Event 165. A segment shard request has left this node. */
  @Discriminator(165)
  record SegmentShardRequestSent(
      @U64 long timestamp,
      @Ref(162) long requestId) implements SegmentRecoveryEvent {}

  /** Event 166. A segment shard request has arrived whole. */
  @Discriminator(166)
  record SegmentShardRequestReceived(
      @U64 long timestamp,
      @Ref(163) long requestId,
      @Json("num") @U16 int numShards) implements SegmentRecoveryEvent {}

  /** Event 167. A segment shard request was answered, in either direction. */
  @Discriminator(167)
  record SegmentShardsTransferred(
      @U64 long timestamp,
      @Ref( {162, 163}) long requestId) implements SegmentRecoveryEvent{}

  /** Event 168. The node begins to put segments together from shards. */
  @Discriminator(168)
  record ReconstructingSegments(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      List<@U16 Integer> segments,
      @Json(value = "kind", names = {
          "NonTrivial", "Trivial"}) boolean trivial)
      implements
        SegmentRecoveryEvent{
    public ReconstructingSegments {
      segments = List.copyOf(segments);
    }
  }

  /** Event 169. Putting segments together failed. */
  @Discriminator(169)
  @Failure
  record SegmentReconstructionFailed(
      @U64 long timestamp,
      @Ref(168) long reconstructingId,
      @Reason String reason) implements SegmentRecoveryEvent {}

  /** Event 170. The segments have been put together. */
  @Discriminator(170)
  record SegmentsReconstructed(
      @U64 long timestamp,
      @Ref(168) long reconstructingId) implements SegmentRecoveryEvent {}

  /** Event 171. Segments do not match their segments-root, or their proof is unusable. */
  @Discriminator(171)
  @Failure
  record SegmentVerificationFailed(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      List<@U16 Integer> segments,
      @Reason String reason) implements SegmentRecoveryEvent {
    public SegmentVerificationFailed {
      segments = List.copyOf(segments);
    }
  }

  /** Event 172. Segments match their segments-root. */
  @Discriminator(172)
  record SegmentsVerified(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      List<@U16 Integer> segments) implements SegmentRecoveryEvent {
    public SegmentsVerified {
      segments = List.copyOf(segments);
    }
  }

  /** Event 173. A guarantor begins to ask a previous guarantor for segments (CE 148). */
  @Discriminator(173)
  record SendingSegmentRequest(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      @Json("prev_guarantor") Bytes32 previousGuarantor,
      List<@U16 Integer> segments) implements SegmentRecoveryEvent {
    public SendingSegmentRequest {
      segments = List.copyOf(segments);
    }
  }

  /** Event 174. A guarantor begins to ask this node for segments (CE 148). */
  @Discriminator(174)
  record ReceivingSegmentRequest(@U64 long timestamp, Bytes32 guarantor) implements SegmentRecoveryEvent {}

  /** Event 175. A segment request failed, on either side of it. */
  @Discriminator(175)
  @Failure
  record SegmentRequestFailed(
      @U64 long timestamp,
      @Ref( {173, 174}) long requestId,
      @Reason String reason) implements SegmentRecoveryEvent{}

  /** Event 176. A segment request has left this node. */
  @Discriminator(176)
  record SegmentRequestSent(@U64 long timestamp, @Ref(173) long requestId) implements SegmentRecoveryEvent {}

  /** Event 177. A segment request has arrived whole. */
  @Discriminator(177)
  record SegmentRequestReceived(
      @U64 long timestamp,
      @Ref(174) long requestId,
      @Json("num") @U16 int numSegments) implements SegmentRecoveryEvent {}

  /** Event 178. A segment request was answered, in either direction. */
  @Discriminator(178)
  record SegmentsTransferred(
      @U64 long timestamp,
      @Ref( {173, 174}) long requestId) implements SegmentRecoveryEvent{}
}
