package org.jamtart.query.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the table has it; the numbers of node and session are the tables' own.
 *
 * @param eventId 64 unsigned bits; null when unknown
 * @param ref     64 unsigned bits: the event that this one refers to
 * @param bytes   the message without its length prefix
 */
record EventRow(EventKey key, @Nullable Long eventId, Instant received, @Nullable Long slot,
    @Nullable Long ref,
    int node, @Nullable Integer core, int type, boolean implausible, byte @Nullable [] hash, byte[] bytes) {}
