package org.jamtart.query.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/events/stream}. */
@Tag(name = "Live")
@RestController
final class EventStreamController {

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Tail tail;
  private final Readers readers;
  private final Clients clients;
  private final EventStreams streams;

  EventStreamController(Tail tail, Readers readers, Clients clients, EventStreams streams) {
    this.tail = tail;
    this.readers = readers;
    this.clients = clients;
    this.streams = streams;
  }

  @Operation(operationId = "eventStream", summary = "Events as they come", description = "Server-sent events. A message's data is an array "
      + "of events as the lists of events show them (500 at the most); facts that the persister takes from earlier events are not in "
      + "them. Filters of different names must all hold. A message's id is an opaque position: with it as `Last-Event-ID` or `from` the "
      + "stream goes on where it was, over all that the log keeps, on any instance, without a miss and without a repeat; a message "
      + "with an id and no data only moves the position. `event: gap` tells of records that the log has lost before they were read "
      + "(`records`, `partitions`); `event: lag` tells a client that was too slow how many events of its own it `missed`, and the "
      + "position from which it can still have them (`resume`). 503 with Retry-After when too many clients read older events. "
      + "Answers the question: what is being reported right now? Fed by every event.", responses = @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string"))))
  @FilterParameters
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "Position to go on from: the id of a message; `Last-Event-ID` goes before it", schema = @Schema(type = "string"))
  @Parameter(name = LAST_EVENT_ID, in = ParameterIn.HEADER, description = "The same, as browsers send it when they connect again", schema = @Schema(type = "string"))
  @GetMapping("/api/events/stream")
  void stream(Query query, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    LiveFilter filter = FilterParameters.Reading.of(query);
    var look = new Look(Look.Form.SSE, ByteStyles.of(query));
    @Nullable
    String header = request.getHeader(LAST_EVENT_ID);
    String name = header == null || header.isEmpty() ? "from" : LAST_EVENT_ID;
    @Nullable
    String from = header == null || header.isEmpty() ? query.text("from") : header;
    clients.enter();
    try (Feed feed = Feed.open(tail, readers, filter, look,
        from == null ? null : StreamPosition.parse(from))) {
      streams.serve(feed, response);
    } catch (BadPositionException | IllegalArgumentException e) {
      throw Problem
          .parameter(name, String.valueOf(from),
              "the id of a message of this log, but it is " + e.getMessage() + ": leave it out to begin anew")
          .asException();
    } finally {
      clients.exit();
    }
  }
}
