package org.jamtart.query.event;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.event.EventPages.Slice;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/events}. */
@Tag(name = "Events")
@ReadsTables
@RestController
final class GrafanaEventsController {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MOST = 2_000;

  private final EventPages pages;
  private final PackageEvents packages;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GrafanaEventsController(EventPages pages, PackageEvents packages, Horizon horizon,
      TransactionOperations snapshot) {
    this.pages = pages;
    this.packages = packages;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "grafanaEvents", summary = "Events of a range", description = EventParameters.ABOUT
      + "A page can also be asked for by `offset`, as far as it and `limit` are 10,000 together: beyond that, and for lists that do not "
      + "shift while new events come, there is `cursor`. `total` is there when the last page was reached by offset, since only then "
      + "is it known. Answers the question: what exactly was reported? Fed by every event.")
  @Parameter(name = "start", in = ParameterIn.QUERY, required = true, description = "First moment of the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "end", in = ParameterIn.QUERY, description = "First moment behind the range, RFC 3339; by default there is none", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "event_types", in = ParameterIn.QUERY, description = "Types between commas: numbers (0 to 255), names such as BestBlockChanged, groups", schema = @Schema(type = "string"))
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas, at most 100", schema = @Schema(type = "string"))
  @Parameter(name = "core", in = ParameterIn.QUERY, description = "Cores between commas: events about one of them, by their own word or that of an earlier event to which they refer", schema = @Schema(type = "string"))
  @Parameter(name = "wp_hash", in = ParameterIn.QUERY, description = "64 hex digits of a work package: what its first 20 guarantors said of it, whether the event carries the hash or not; of another hash the events that carry it", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "500"))
  @Parameter(name = "offset", in = ParameterIn.QUERY, description = "Entries to pass over; with `limit` at most 10,000", schema = @Schema(type = "integer", minimum = "0", maximum = "9999", defaultValue = "0"))
  @Paged
  @ByteStyles.Choosable
  @GetMapping("/api/grafana/events")
  ResponseEntity<GrafanaEventPage> events(Query query, HttpServletRequest request) {
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    int offset = offset(query, limit.value());
    ByteStyle style = ByteStyles.of(query);
    EventFilter filter = EventFilter.of(query);
    if (filter.range().start() == null) {
      throw Problem.parameter("start", "", "given: a time in RFC 3339 with a zone").asException();
    }
    @Nullable
    Cursor after = Cursor.of(query, filter.fingerprint());
    GrafanaEventPage page = snapshot.execute(status -> {
      Slice slice = filter.hash() == null
          ? pages.slice(filter, after, offset, limit.value(), style)
          : packages.slice(filter, after, offset, limit.value(), style)
              .orElseGet(() -> pages.slice(filter, after, offset, limit.value(), style));
      int shown = slice.events().size();
      boolean whole = after == null && slice.next() == null && (shown > 0 || offset == 0);
      return new GrafanaEventPage(slice.events().stream().map(GrafanaEvent::of).toList(),
          new Pagination(offset, limit.value(), whole ? (Integer) (offset + shown) : null,
              slice.next() != null),
          slice.next(), slice.searchedTo(), slice.note() == null ? limit.note() : slice.note(),
          new EventPage.Range(filter.range().start(), filter.range().end()),
          pages.completeSince(filter.range()), horizon.moment());
    });
    return Links.page(request, page, page.next());
  }

  private static int offset(Query query, int limit) {
    @Nullable
    String text = query.text("offset");
    if (text == null) {
      return 0;
    }
    int most = EventWalk.MOST_EXAMINED - limit;
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
      throw Problem
          .parameter("offset", text,
              "a whole number from 0 to " + most + " beside this limit; further on, `next` of a "
                  + "page is the `cursor` of the one behind it")
          .asException();
    }
    if (query.text("cursor") != null && Integer.parseInt(text) > 0) {
      throw Problem.parameter("offset", text, "left out beside cursor").asException();
    }
    return Integer.parseInt(text);
  }

  /**
   * @param next          cursor of the next page; absent on the last
   * @param searchedTo    when the search ended before the page was full: down to here it is complete, and `next` goes on
   * @param note          what the request asked for and did not get
   * @param completeSince when the range begins before the oldest events that are kept: since when it is complete
   * @param storedUntil   the moment up to which the log was stored
   */
  @Schema(name = "GrafanaEventPage")
  record GrafanaEventPage(List<GrafanaEvent> events, Pagination pagination, @Nullable String next,
      @Nullable Instant searchedTo, @Nullable String note, EventPage.Range range,
      @Nullable Instant completeSince, Instant storedUntil) {}

  /** @param total events of the range that the filter wants; absent while it is not known */
  @Schema(name = "EventPagination")
  record Pagination(int offset, int limit, @Nullable Integer total, boolean hasMore) {}

  /**
   * @param ts        by the node's clock, or the time of receipt when that cannot be believed
   * @param createdAt when it was received
   */
  @Schema(name = "GrafanaEvent")
  record GrafanaEvent(Instant ts, @Schema(pattern = "[0-9a-f]{64}") String nodeId, int eventType,
      String eventName,
      @Schema(implementation = Object.class, types = "object", description = "One key, the event's name; its value has the fields") EventData data,
      Instant createdAt, @Nullable UUID session, long seq) {

    static GrafanaEvent of(EventView event) {
      return new GrafanaEvent(event.timestamp(), event.nodeId(), event.eventType(), event.eventName(),
          event.data(), event.receivedAt(), event.session(), event.seq());
    }
  }
}
