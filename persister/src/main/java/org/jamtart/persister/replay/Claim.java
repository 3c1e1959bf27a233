package org.jamtart.persister.replay;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.replay.range.LogRange;

/**
 * A replay that this process has the lease of.
 *
 * @param range       what of the log
 * @param projections by name; empty for all that are keyed
 * @param dryRun      whether it only counts
 * @param planned     whether its checkpoint has been laid out
 * @param requestedAt when it was asked for
 */
record Claim(UUID id, LogRange range, List<String> projections, boolean dryRun, boolean planned,
    Instant requestedAt) {}
