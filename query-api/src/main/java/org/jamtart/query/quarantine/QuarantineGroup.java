package org.jamtart.query.quarantine;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one node, type and reason, those that were only counted included.
 *
 * @param frames  how many
 * @param first   beginning of the first hour with any
 * @param last    end of the last hour with any
 * @param example id of a recent one
 * @param message what they have in common, in words
 */
@Schema(name = "QuarantineGroup")
record QuarantineGroup(@Nullable String nodeId, @Nullable String nodeName, @Nullable String nodeVersion,
    @Nullable Integer eventType, @Nullable String eventName, String reason, BigInteger frames, Instant first,
    Instant last, @Nullable String example, String message) {}
