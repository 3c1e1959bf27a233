package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a node.
 *
 * @param gatewayId     the start of the gateway through which it came
 * @param gateway       that gateway's name
 * @param remote        the address that it came from
 * @param isConnected   whether it is open
 * @param endReason     why it ended; {@code gateway_lost} when its gateway was not heard of any more
 * @param complete      whether everything that the node sent, up to its own orderly end, is in the log
 * @param frames        messages, whatever they contained
 * @param duplicates    messages that came again and were skipped
 * @param missing       messages that never came
 */
@Schema(name = "Session")
record SessionView(UUID session, int protocolVersion, int cores, UUID gatewayId, @Nullable String gateway,
    @Nullable String remote, Instant openedAt, Instant lastReceivedAt, boolean isConnected,
    @Nullable Instant endedAt, @Nullable String endReason, @Nullable Boolean complete, long frames,
    long duplicates,
    long missing, BigInteger events, BigInteger malformed, BigInteger unknown, BigInteger expired,
    BigInteger dropped) {}
