package org.jamtart.wire;

/** Why a preimage left the pool. One byte on the wire, the constant's ordinal. */
public enum PreimageDiscardReason {
  PROVIDED_ON_CHAIN,
  NOT_REQUESTED_ON_CHAIN,
  @Json("TooManyPreimages")
  TOO_MANY,
  OTHER
}
