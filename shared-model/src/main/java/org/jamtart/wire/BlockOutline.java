package org.jamtart.wire;

/** What a block contains, in numbers; sizes in bytes. */
public record BlockOutline(
    @U32 long sizeBytes,
    @Json("hash") @Subject Bytes32 headerHash,
    @U32 long numTickets,
    @U32 long numPreimages,
    @Json("total_preimages_size") @U32 long preimagesSizeBytes,
    @U32 long numGuarantees,
    @U32 long numAssurances,
    @U32 long numDisputeVerdicts) {}
