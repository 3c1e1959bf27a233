package org.jamtart.query.quarantine;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wish to decode again what is in quarantine.
 *
 * @param nodeId      of one node; absent: of all
 * @param eventTypes  of these types; absent: of all
 * @param reason      refused for this reason; absent: for any
 * @param state       waiting, running or done
 * @param decoded     messages that have become events so far
 * @param remaining   when done: messages that still do not decode
 * @param beyondQuota when done: messages that were only counted; their bytes are in the log alone, from
 *                    which a replay of all projections brings them in
 */
@Schema(name = "QuarantineRetry")
record RetryView(UUID id, @Nullable String nodeId, @Nullable List<Integer> eventTypes,
    @Nullable String reason, Instant requestedAt, String state, @Nullable Instant finishedAt, long decoded,
    @Nullable Long remaining, @Nullable Long beyondQuota) {}
