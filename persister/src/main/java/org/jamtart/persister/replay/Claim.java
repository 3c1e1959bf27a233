package org.jamtart.persister.replay;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.replay.range.LogRange;
import org.jspecify.annotations.Nullable;

/**
 * A replay that this process has the lease of.
 *
 * @param range       what of the log
 * @param projections by name; empty for all that are keyed
 * @param dryRun      whether it only counts
 * @param plannedAt   when its checkpoint was laid out; null if it has not been
 * @param toServer    to which JIP-3 server it is played; null: into the tables
 * @param speed       seconds of the log in a second, if it is played; 0: as fast as the server takes it
 */
record Claim(UUID id, LogRange range, List<String> projections, boolean dryRun, @Nullable Instant plannedAt,
    @Nullable String toServer, double speed) {}
