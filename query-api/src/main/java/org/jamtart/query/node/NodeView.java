package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jamtart.query.node.NodeRow.Open;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;

/**
 * A node as the API shows it.
 *
 * @param address        from which its newest connection came
 * @param announcedAddress which it says it has
 * @param connectedAt    when its newest connection began
 * @param disconnectedAt when that ended; absent while it is connected
 * @param eventCount     events of all its connections, those of unknown types included
 * @param malformed      messages that did not decode
 * @param unknown        events of types that this version does not know
 * @param expired        events that were past retention when they came: counted, not kept
 * @param dropped        events that the node itself says it dropped: the sum of the numbers in Dropped(0)
 */
@Schema(name = "Node")
record NodeView(@Schema(pattern = "[0-9a-f]{64}") String nodeId, String peerId, String implementationName,
    String implementationVersion, String gpVersion,
    @Schema(implementation = Object.class, types = "object", description = "The node information message") @Nullable NodeInfo nodeInfo,
    @Nullable String address, @Nullable String announcedAddress, boolean isConnected, Instant connectedAt,
    @Nullable Instant disconnectedAt,
    Instant firstSeenAt, Instant lastSeenAt, BigInteger eventCount, BigInteger malformed, BigInteger unknown,
    BigInteger expired, BigInteger dropped,
    @Schema(description = "Events by type number; in the answer for one node") @Nullable Map<String, Long> eventsByType,
    @Schema(description = "In the answer for one node while it is connected") @Nullable ConnectionInfo connectionInfo) {

  /**
   * The connection that is open.
   *
   * @param eventCount            events that came through it and are stored
   * @param connectedDurationSecs whole seconds since it began
   */
  record ConnectionInfo(String address, BigInteger eventCount, long connectedDurationSecs, UUID session,
      @Nullable String gateway) {

    static ConnectionInfo of(Open open, Instant moment) {
      return new ConnectionInfo(open.remote() == null ? "" : open.remote(), open.events(),
          Math.max(0, Duration.between(open.openedAt(), moment).toSeconds()), open.session(), open.gateway());
    }
  }

  static NodeView of(NodeRow row, ByteStyle style) {
    return of(row, style, null, null);
  }

  static NodeView of(NodeRow row, ByteStyle style, @Nullable Map<String, Long> eventsByType,
      @Nullable ConnectionInfo connection) {
    String id = row.id().toHex();
    var totals = row.totals();
    return new NodeView(id, id, row.implementationName(), row.implementationVersion(), row.gpVersion(),
        NodeInfo.of(row.information(), style), row.address(), row.announced(), row.connected(),
        row.connectedAt(),
        row.endedAt(),
        row.firstSeen(), row.lastSeen(), totals.events(), totals.malformed(), totals.unknown(),
        totals.expired(),
        totals.dropped(), eventsByType, connection);
  }
}
