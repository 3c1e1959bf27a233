package org.jamtart.query.quarantine;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that is no event.
 *
 * @param nodeId    who sent it; absent for a record of the log that names no node
 * @param session   on which connection
 * @param seq       ordinal of the message on its connection
 * @param eventId   the event ID that it took
 * @param eventType its type, if that could be read
 * @param timestamp its time, if that could be read
 * @param reason    why, as a word
 * @param field     the field that is wrong
 * @param at        where in the message that field is, in bytes
 * @param expected  what would have been right there
 * @param found     what is there
 * @param message   all of that in words
 * @param partition partition of the log that has it
 * @param offset    offset of its record in that partition
 * @param size      bytes of the message
 * @param bytes     the message; in lists only its first 64 bytes
 */
@Schema(name = "Quarantined")
record QuarantineView(String id, Instant receivedAt, @Nullable String nodeId, @Nullable String nodeName,
    @Nullable UUID session, @Nullable Long seq,
    @Schema(types = "integer") @JsonRawValue @Nullable String eventId, @Nullable Integer eventType,
    @Nullable String eventName, @Nullable Instant timestamp, String reason, @Nullable String field,
    @Nullable Integer at, @Nullable String expected, @Nullable String found, String message, int partition,
    long offset, int size, String bytes) {}
