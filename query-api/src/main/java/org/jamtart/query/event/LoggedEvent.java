package org.jamtart.query.event;

import java.time.Instant;
import java.util.UUID;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log has it, with what is known of its node.
 *
 * @param nodeName    implementation of the node; empty when not known
 * @param nodeVersion its version; empty when not known
 * @param protocol    telemetry protocol version of the session
 * @param cores       core count of the node's chain
 * @param seq         ordinal of the message on its connection
 * @param eventId     64 unsigned bits; null when unknown
 * @param time        by the node's clock, or of receipt when that cannot be believed
 * @param ref         64 unsigned bits: the event that this one refers to; null for none
 * @param message     without its length prefix; must not be changed
 */
public record LoggedEvent(Bytes32 node, String nodeName, String nodeVersion, UUID session, int protocol,
    int cores, long seq, @Nullable Long eventId, Instant time, boolean implausible, Instant received,
    @Nullable Long slot, @Nullable Integer core, @Nullable Long ref, byte @Nullable [] hash, int type,
    byte[] message) {}
