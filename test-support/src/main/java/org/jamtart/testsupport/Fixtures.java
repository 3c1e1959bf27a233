package org.jamtart.testsupport;

import org.jamtart.wire.ByteString;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.JamParameters;
import org.jamtart.wire.NodeInformation;
import org.jamtart.wire.PeerAddress;

/** The values that many tests need and few care about. */
public final class Fixtures {

  private static final int NEWEST_PROTOCOL = 1;

  private Fixtures() {}

  /** The constants of the full network: 341 cores, Gray Paper 0.7. */
  public static JamParameters protocolParameters() {
    return JamParameters.full();
  }

  /**
   * A peer id made of a number: its 8 bytes, big-endian, at the end of 32; different for different numbers.
   */
  public static Bytes32 peerId(long number) {
    return Bytes32.ofHex("%064x".formatted(number));
  }

  /** What a node of the full network says first, in protocol version 1. */
  public static NodeInformation nodeInformation(Bytes32 peerId) {
    return nodeInformation(peerId, NEWEST_PROTOCOL);
  }

  /** The same in protocol version 0 or 1. */
  public static NodeInformation nodeInformation(Bytes32 peerId, int protocolVersion) {
    return new NodeInformation(protocolVersion, protocolParameters(),
        Bytes32.ofHex("11".repeat(Bytes32.SIZE)), peerId,
        new PeerAddress(ByteString.ofHex("00000000000000000000ffff7f000001"), 40_000), 1, "fixture-node",
        "1.2.3",
        "0.7.2", "made for a test");
  }
}
