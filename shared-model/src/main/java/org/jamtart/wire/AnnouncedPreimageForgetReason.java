package org.jamtart.wire;

/** Why an announced preimage was forgotten. One byte on the wire, the constant's ordinal. */
public enum AnnouncedPreimageForgetReason {
  PROVIDED_ON_CHAIN,
  NOT_REQUESTED_ON_CHAIN,
  FAILED_TO_ACQUIRE,
  @Json("TooManyAnnounced")
  TOO_MANY,
  BAD_LENGTH,
  OTHER
}
