package org.jamtart.wire;

import java.util.List;

/**
 * The work-package pipeline, from submission to guarantee (CE 133 to 135, CE 146). JIP-3, "Guaranteeing
 * events".
 */
public sealed interface GuaranteeingEvent extends Event {

  /** Event 90. A builder begins to submit a work-package (CE 133 or 146). */
  @Discriminator(90)
  record WorkPackageSubmission(
      @U64 long timestamp,
      Bytes32 builder,
      @Json("bundle") boolean viaCe146) implements GuaranteeingEvent {}

  /** Event 91. A primary guarantor begins to share a work-package with this node (CE 134). */
  @Discriminator(91)
  record WorkPackageBeingShared(@U64 long timestamp, Bytes32 primary) implements GuaranteeingEvent {}

  /** Event 92. Processing a work-package failed; nothing more follows about it. */
  @Discriminator(92)
  @Failure
  record WorkPackageFailed(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId,
      @Reason String reason) implements GuaranteeingEvent{}

  /** Event 93. The work-package is one that is being processed already. */
  @Discriminator(93)
  @Failure
  record DuplicateWorkPackage(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId,
      @Core int core,
      @Json("hash") @Subject Bytes32 workPackageHash) implements GuaranteeingEvent{}

  /** Event 94. A work-package has arrived: its core and its outline. */
  @Discriminator(94)
  record WorkPackageReceived(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId,
      @Core int core,
      WorkPackageOutline outline) implements GuaranteeingEvent{}

  /** Event 95. The work-package was authorized; what that cost. */
  @Discriminator(95)
  record Authorized(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId,
      IsAuthorizedCost cost) implements GuaranteeingEvent{}

  /** Event 96. The extrinsic data of the work-package has arrived. */
  @Discriminator(96)
  record ExtrinsicDataReceived(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId) implements GuaranteeingEvent{}

  /** Event 97. All imported segments of the work-package are there. */
  @Discriminator(97)
  record ImportsReceived(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId) implements GuaranteeingEvent{}

  /** Event 98. The primary guarantor begins to share the work-package with a secondary one. */
  @Discriminator(98)
  record SharingWorkPackage(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      Bytes32 secondary) implements GuaranteeingEvent {}

  /** Event 99. Sharing the work-package with a secondary guarantor failed. */
  @Discriminator(99)
  @Failure
  record WorkPackageSharingFailed(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      Bytes32 secondary,
      @Reason String reason) implements GuaranteeingEvent {}

  /** Event 100. The bundle has been sent to a secondary guarantor. */
  @Discriminator(100)
  record BundleSent(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      Bytes32 secondary) implements GuaranteeingEvent {}

  /** Event 101. The work-package has been refined; what that cost, item by item. */
  @Discriminator(101)
  record Refined(
      @U64 long timestamp,
      @Ref( {
          90, 91}) long submissionOrShareId,
      List<RefineCost> costs) implements GuaranteeingEvent{
    public Refined {
      costs = List.copyOf(costs);
    }
  }

  /** Event 102. The work-report is complete. */
  @Discriminator(102)
  record WorkReportBuilt(
      @U64 long timestamp,
      @Ref( {90, 91}) long submissionOrShareId,
      WorkReportOutline outline) implements GuaranteeingEvent{}

  /** Event 103. A secondary guarantor sent back its signature of the report. */
  @Discriminator(103)
  record WorkReportSignatureSent(@U64 long timestamp, @Ref(91) long shareId) implements GuaranteeingEvent {}

  /** Event 104. The primary guarantor received a secondary one's signature. */
  @Discriminator(104)
  record WorkReportSignatureReceived(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      Bytes32 secondary) implements GuaranteeingEvent {}

  /** Event 105. The primary guarantor has made a guarantee. */
  @Discriminator(105)
  record GuaranteeBuilt(
      @U64 long timestamp,
      @Ref(90) long submissionId,
      GuaranteeOutline outline) implements GuaranteeingEvent {}

  /** Event 106. The guarantor begins to send a guarantee to a validator (CE 135). */
  @Discriminator(106)
  record SendingGuarantee(
      @U64 long timestamp,
      @Ref(105) long builtId,
      Bytes32 recipient) implements GuaranteeingEvent {}

  /** Event 107. Sending a guarantee failed. */
  @Discriminator(107)
  @Failure
  record GuaranteeSendFailed(
      @U64 long timestamp,
      @Ref(106) long sendingId,
      @Reason String reason) implements GuaranteeingEvent {}

  /** Event 108. A guarantee has been sent. */
  @Discriminator(108)
  record GuaranteeSent(@U64 long timestamp, @Ref(106) long sendingId) implements GuaranteeingEvent {}

  /** Event 109. The guarantor is done with distributing a guarantee. */
  @Discriminator(109)
  record GuaranteesDistributed(
      @U64 long timestamp,
      @Ref(90) long submissionId) implements GuaranteeingEvent {}

  /** Event 110. A guarantor begins to send this node a guarantee (CE 135). */
  @Discriminator(110)
  record ReceivingGuarantee(@U64 long timestamp, Bytes32 sender) implements GuaranteeingEvent {}

  /** Event 111. Receiving a guarantee failed. */
  @Discriminator(111)
  @Failure
  record GuaranteeReceiveFailed(
      @U64 long timestamp,
      @Ref(110) long receivingId,
      @Reason String reason) implements GuaranteeingEvent {}

  /** Event 112. A guarantee has been received. */
  @Discriminator(112)
  record GuaranteeReceived(
      @U64 long timestamp,
      @Ref(110) long receivingId,
      GuaranteeOutline outline) implements GuaranteeingEvent {}

  /** Event 113. A guarantee left the pool of this node. */
  @Discriminator(113)
  @Failure
  record GuaranteeDiscarded(
      @U64 long timestamp,
      GuaranteeOutline outline,
      GuaranteeDiscardReason reason) implements GuaranteeingEvent {}
}
