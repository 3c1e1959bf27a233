package org.jamtart.wire;

/**
 * Which blocks a request wants (CE 128): descendants of the given block, or itself and its ancestors. One
 * byte on the wire, the constant's ordinal.
 */
public enum BlockRequestDirection {
  @Json("Ascending")
  ASCENDING_EXCLUSIVE,
  @Json("Descending")
  DESCENDING_INCLUSIVE
}
