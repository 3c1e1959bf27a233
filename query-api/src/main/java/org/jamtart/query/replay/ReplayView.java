package org.jamtart.query.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay and how far it is.
 *
 * @param projections     empty: all that are keyed; "all": every one
 * @param nodes           empty: all
 * @param dryRun          whether it only counts
 * @param state           pending, running, done, cancelled, failed
 * @param completeSince   since when the log has everything, when retention has dropped some of the range
 * @param recordsTotal    records to go through; 0 until it is planned
 * @param records         records gone through
 * @param events          frames in those of them that lie in the range
 * @param bytes           bytes of these
 * @param skipped         frames that no table takes; they are in quarantine since they first came
 * @param eventsPerSecond over the time that it was worked on, pauses for live data included
 * @param kept            what of the tables stays as it is, since the log does not have all of it any more
 * @param longestStopMs   longest time for which a partition of the log stood still while rows were exchanged, milliseconds
 * @param toServer        the server to which it is played; absent: into the tables
 * @param speed           to a server: seconds of the log in a second; 0: as fast as the server takes it
 * @param error           why it failed
 */
@Schema(name = "Replay")
record ReplayView(UUID id, Instant requestedAt, Instant from, Instant to, List<String> projections,
    List<String> nodes, boolean dryRun, String state, Instant updatedAt, @Nullable Instant finishedAt,
    @Nullable Instant completeSince, long recordsTotal, long records, long events, long bytes, long skipped,
    double eventsPerSecond, List<String> kept, long longestStopMs,
    @Nullable String toServer, @Nullable Double speed, @Nullable String error) {}
