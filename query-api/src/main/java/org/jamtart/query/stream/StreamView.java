package org.jamtart.query.stream;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of all that a node sent.
 *
 * @param sessions     its connections
 * @param received     messages that came, each once, by the numbering of their connections
 * @param stored       of these, events that were written
 * @param expired      of these, events that were past retention when they came
 * @param quarantined  of these, what did not decode and was kept with its bytes
 * @param beyondQuota  of these, what did not decode and was only counted
 * @param malformed    what did not decode: the two together
 * @param unknown      events of types that this version does not know, among those stored
 * @param dropped      events that the node says it dropped: the sum of the numbers in Dropped(0)
 * @param duplicates   messages that came again and were skipped
 * @param gaps         messages that never came, by the numbering of their connections
 * @param gapAt        when the newest gap was found
 * @param eventLagMs   from the newest event's own time to its writing, by the node's clock
 * @param receiptLagMs from its receipt to its writing
 * @param addsUp       whether received = stored + expired + quarantined + beyond_quota, the totals by type say the same, and there
 *                     are no gaps
 */
@Schema(name = "Stream")
record StreamView(@Schema(pattern = "[0-9a-f]{64}") String nodeId, String nodeName, String nodeVersion,
    long sessions, long received, long stored, long expired, long quarantined, long beyondQuota,
    long malformed, BigInteger unknown, BigInteger dropped, long duplicates, long gaps,
    @Nullable Instant gapAt, @Nullable Double eventLagMs, @Nullable Double receiptLagMs, boolean addsUp) {}
