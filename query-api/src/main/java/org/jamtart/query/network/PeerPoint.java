package org.jamtart.query.network;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A minute of a node's status reports, averaged.
 *
 * @param timestamp begin of the minute
 * @param reports   status reports in it
 */
@Schema(name = "PeerPoint")
record PeerPoint(Instant timestamp, long totalPeers, long validatorPeers, long syncPeers, long reports) {}
