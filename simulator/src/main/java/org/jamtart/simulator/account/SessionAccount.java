package org.jamtart.simulator.account;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jamtart.wire.Bytes32;

/**
 * What was sent on one connection.
 *
 * @param node the peer id under which the node presented itself
 * @param number which of the node's connections, from 0
 * @param frames frames of which the last byte was written, node information included
 * @param bytes bytes written, those of an unfinished last frame included
 * @param events events of which the last byte was written
 * @param eventsByType the same by discriminator; types without events are absent
 * @param dropped sum of the numbers in {@code Dropped}
 * @param bestSlot slot of the last {@code BestBlockChanged}
 * @param finalizedSlot slot of the last {@code FinalizedBlockChanged}
 * @param stream the bytes as written, where they are recorded; must not be changed
 */
public record SessionAccount(Bytes32 node, int number, long frames, long bytes, long events,
    Map<Integer, Long> eventsByType, long dropped, OptionalLong bestSlot, OptionalLong finalizedSlot,
    Optional<byte[]> stream) {}
