package org.jamtart.wire;

/** Which end of a connection: this node, or the peer. One byte on the wire, the constant's ordinal. */
public enum ConnectionSide {
  LOCAL,
  REMOTE
}
