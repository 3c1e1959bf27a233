package org.jamtart.wire;

/** Why a guarantee left the pool. One byte on the wire, the constant's ordinal. */
public enum GuaranteeDiscardReason {
  @Json("PackageReportedOnChain")
  REPORTED_ON_CHAIN,
  REPLACED_BY_BETTER,
  @Json("CannotReportOnChain")
  CANNOT_BE_REPORTED,
  @Json("TooManyGuarantees")
  TOO_MANY,
  OTHER
}
