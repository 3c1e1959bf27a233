package org.jamtart.wire;

import java.util.Objects;

/**
 * The first message of every connection: who speaks, and what its bytes mean. Anyone can claim any peer id,
 * so a session is a connection, not a peer.
 *
 * @param protocolVersion the telemetry protocol version, 0 or 1
 * @param parameters the network's constants
 * @param genesisHash the hash of the genesis header: which network it is
 * @param peerId the node's Ed25519 public key
 * @param peerAddress where it says it can be reached
 * @param flags bit 0: the PVM recompiles rather than interprets; the others should be 0 and are kept
 * @param implementationName at most 32 bytes of UTF-8
 * @param implementationVersion at most 32 bytes of UTF-8
 * @param gpVersion the version of the Gray Paper, such as {@code 0.7.2}; at most 16 bytes of UTF-8
 * @param note anything, at most 512 bytes of UTF-8
 */
public record NodeInformation(@U8 int protocolVersion,
    @Json("params") JamParameters parameters,
    @Json("genesis") Bytes32 genesisHash,
    @Json("details.peer_id") Bytes32 peerId,
    @Json("details.peer_address") PeerAddress peerAddress,
    @U32 long flags,
    @Text(32) String implementationName,
    @Text(32) String implementationVersion,
    @Text(16) String gpVersion,
    @Json("additional_info") @Text(512) String note) {

  /**
   * Reads the first message of a connection, without its length prefix.
   *
   * <p>
   * The parameters have another layout from Gray Paper 0.8 on, and its version comes after them. So both are
   * tried: normally one of them ends where the message does. If both do, the one decides that the version in
   * it names.
   *
   * @throws DecodeException if it is anything else; the connection cannot be understood then
   */
  public static NodeInformation decode(byte[] buffer, int offset, int length) throws DecodeException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    return NodeInformationLayout.decode(buffer, offset, length);
  }

  /** Reads the message that an array is. */
  public static NodeInformation decode(byte[] message) throws DecodeException {
    return decode(message, 0, message.length);
  }

  /**
   * Writes the message, without its length prefix.
   *
   * @throws IllegalArgumentException if a value does not fit its field
   */
  public byte[] encode() {
    return NodeInformationLayout.of(parameters).encode(this);
  }

  /**
   * What the rest of the connection means.
   *
   * @throws IllegalArgumentException if the version is not supported or there are no cores, which nothing
   *         decoded has
   */
  public Protocol protocol() {
    return new Protocol(protocolVersion, parameters.coreCount());
  }
}
