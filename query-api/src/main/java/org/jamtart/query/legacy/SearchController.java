package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.event.EventData;
import org.jamtart.query.event.EventFilter;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventPages.Slice;
import org.jamtart.query.event.EventView;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/events/search}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacySearch")
final class SearchController {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 1_000;
  private static final Duration DEFAULT_BACK = Duration.ofHours(1);

  private final EventPages pages;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  SearchController(EventPages pages, Horizon horizon, TransactionOperations snapshot) {
    this.pages = pages;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacySearch", deprecated = true, summary = "Events that fit", description = "Newest first. Without a start the last hour "
      + "is searched, a cursor goes on in the hour of its list. A page examines at most 10,000 entries of an index and says how far it "
      + "got (`searched_to`). `total` is there when the first page is the last. Successor: /api/grafana/events. Answers the question: "
      + "what exactly was reported? Fed by every event.")
  @Parameter(name = "event_types", in = ParameterIn.QUERY, description = "Types between commas: numbers (0 to 255), names, groups", schema = @Schema(type = "string"))
  @Parameter(name = "node_id", in = ParameterIn.QUERY, description = "Ids of nodes between commas", schema = @Schema(type = "string"))
  @Parameter(name = "core_index", in = ParameterIn.QUERY, description = "Cores between commas: events that name one of them", schema = @Schema(type = "string"))
  @Parameter(name = "wp_hash", in = ParameterIn.QUERY, description = "64 hex digits: events that carry this hash as the one they are about", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  @Ranged
  @Paged
  @ByteStyles.Choosable
  @GetMapping("/api/events/search")
  ResponseEntity<SearchPage> search(Query query, HttpServletRequest request) {
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    EventFilter asked = EventFilter.of(query);
    @Nullable
    Cursor after = Cursor.of(query, asked.fingerprint());
    SearchPage page = snapshot.execute(status -> {
      Instant now = horizon.moment();
      Slice slice = pages.slice(asked.since(now.minus(DEFAULT_BACK)), after, 0, limit.value(),
          ByteStyles.of(query), asked.fingerprint());
      int shown = slice.events().size();
      boolean whole = after == null && slice.next() == null;
      return new SearchPage(slice.events().stream().map(Hit::of).toList(), whole ? shown : null,
          limit.value(),
          0, slice.next() != null, now, slice.next(), slice.searchedTo(),
          slice.note() == null ? limit.note() : slice.note());
    });
    return Links.page(request, page, page.next());
  }

  /**
   * @param total events that fit; absent while that is not known
   * @param next  cursor of the next page; absent on the last
   */
  @Schema(name = "LegacySearchPage")
  record SearchPage(List<Hit> events, @Nullable Integer total, int limit, int offset, boolean hasMore,
      Instant timestamp, @Nullable String next, @Nullable Instant searchedTo, @Nullable String note) {}

  /** @param createdAt when it was received */
  @Schema(name = "LegacyHit")
  record Hit(Instant timestamp, String nodeId, int eventType, String eventName, Instant createdAt,
      @Schema(implementation = Object.class, types = "object") EventData data) {

    static Hit of(EventView event) {
      return new Hit(event.timestamp(), event.nodeId(), event.eventType(), event.eventName(),
          event.receivedAt(), event.data());
    }
  }
}
