package org.jamtart.query.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of events, newest first.
 *
 * @param hasMore       whether there is another page
 * @param next          its cursor
 * @param searchedTo    when the search ended before the page was full: down to here it is complete, and `next` goes on
 * @param limit         how many entries this page could have
 * @param note          what the request asked for and did not get
 * @param range         the half-open range of time that was asked for; an end that is absent is open
 * @param completeSince when the range begins before the oldest events that are kept: since when it is complete
 * @param storedUntil   the moment up to which the log was stored
 */
@Schema(name = "EventPage")
record EventPage(List<EventView> events, boolean hasMore, @Nullable String next, @Nullable Instant searchedTo,
    int limit, @Nullable String note, Range range, @Nullable Instant completeSince, Instant storedUntil) {

  /** A half-open range. */
  @Schema(name = "TimeRange")
  record Range(@Nullable Instant start, @Nullable Instant end) {}
}
