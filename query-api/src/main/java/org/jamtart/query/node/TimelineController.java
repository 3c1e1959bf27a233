package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jamtart.query.event.Category;
import org.jamtart.query.event.EventData;
import org.jamtart.query.event.EventFilter;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventPages.Slice;
import org.jamtart.query.event.EventView;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes/{id}/timeline}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController("nodeTimeline")
final class TimelineController {

  private static final int DEFAULT_LIMIT = 200;
  private static final int MOST = 1_000;

  private final EventPages pages;
  private final NodeSql nodes;
  private final NodeCountSql counts;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  TimelineController(EventPages pages, NodeSql nodes, NodeCountSql counts, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.pages = pages;
    this.nodes = nodes;
    this.counts = counts;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeTimeline", summary = "What a node said, by category", description = "Newest first, by pages that examine at most "
      + "10,000 events each. `category_counts` are of all categories, whatever `categories` and `limit` say: of all time, or of the range in whole buckets of "
      + "the counts (`counted`). Answers the question: what was this node occupied with? Fed by every event.")
  @Parameter(name = "categories", in = ParameterIn.QUERY, description = "Categories between commas: status, connection, blockAuthoring, "
      + "blockAnnouncement, tickets, workPackage, guarantee, shard, assurance, bundleShard, segment, preimage, other", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "200"))
  @Ranged
  @Paged
  @ByteStyles.Choosable
  @GetMapping("/api/nodes/{id}/timeline")
  ResponseEntity<Timeline> timeline(@PathVariable("id") String id, Query query, HttpServletRequest request) {
    Bytes32 peer = NodeIds.parse("id", id);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    ByteStyle style = ByteStyles.of(query);
    TimeRange range = TimeRange.of(query);
    EventFilter filter = EventFilter.of(List.of(peer), types(query), range);
    @Nullable
    Cursor after = Cursor.of(query, filter.fingerprint());
    Timeline page = snapshot.execute(status -> {
      int node = nodes.number(peer).orElseThrow(() -> NodeController.unknown(peer));
      Instant now = horizon.moment();
      Slice slice = pages.slice(filter, after, 0, limit.value(), style);
      @Nullable
      Span span = range.start() == null && range.end() == null
          ? null
          : tiers.total(new TimeRange(range.from(), range.end() == null ? now : range.end()));
      List<EventView> events = slice.events();
      return new Timeline(peer.toHex(), events.stream().map(TimelineEvent::of).toList(), events.size(),
          categories(span == null ? ofAllTime(node) : counts.byType(node, span)),
          new Times(events.isEmpty() ? null : events.getLast().timestamp(),
              events.isEmpty() ? null : events.getFirst().timestamp()),
          span == null ? null : new Times(span.from(), span.to()), now, slice.next() != null,
          slice.next(), slice.searchedTo(), limit.value(), slice.note() == null ? limit.note() : slice.note(),
          pages.completeSince(range));
    });
    return Links.page(request, page, page.next());
  }

  private static @Nullable SortedSet<Integer> types(Query query) {
    List<String> categories = query.list(Category.types().size(), "categories");
    if (categories.isEmpty()) {
      return null;
    }
    SortedSet<Integer> types = new TreeSet<>();
    for (String category : categories) {
      @Nullable
      SortedSet<Integer> known = Category.types().get(category);
      if (known == null) {
        throw Problem
            .parameter("categories", category, "of " + String.join(", ", Category.types().keySet()))
            .asException();
      }
      types.addAll(known);
    }
    return types;
  }

  private Map<Integer, Long> ofAllTime(int node) {
    Map<Integer, Long> byType = new HashMap<>();
    nodes.eventsByType(node).forEach((type, count) -> byType.put(Integer.valueOf(type), count));
    return byType;
  }

  private static List<CategoryCount> categories(Map<Integer, Long> byType) {
    Map<String, Long> byCategory = new HashMap<>();
    byType.forEach((type, count) -> byCategory.merge(Category.of(type), count, Long::sum));
    return byCategory.entrySet()
        .stream()
        .map(entry -> new CategoryCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(CategoryCount::count).reversed().thenComparing(CategoryCount::category))
        .toList();
  }

  /**
   * @param eventCount    events of this page
   * @param timeRange     times of the oldest and the newest of them
   * @param counted       what the counts cover when a range was asked for
   * @param timestamp     the moment up to which the log was stored
   * @param searchedTo    when the search ended before the page was full: down to here it is complete, and `next` goes on
   * @param note          what the request asked for and did not get
   * @param completeSince when the range begins before the oldest events that are kept: since when it is complete
   */
  @Schema(name = "Timeline")
  record Timeline(String nodeId, List<TimelineEvent> events, int eventCount,
      List<CategoryCount> categoryCounts, Times timeRange, @Nullable Times counted,
      Instant timestamp, boolean hasMore, @Nullable String next, @Nullable Instant searchedTo, int limit,
      @Nullable String note, @Nullable Instant completeSince) {}

  @Schema(name = "TimelineRange")
  record Times(@Nullable Instant start, @Nullable Instant end) {}

  @Schema(name = "CategoryCount")
  record CategoryCount(String category, long count) {}

  /** @param createdAt when it was received */
  @Schema(name = "TimelineEvent")
  record TimelineEvent(
      @Schema(types = "integer", description = "64 unsigned bits; 18446744073709551615 with `event_id_known` false when unknown") BigInteger eventId,
      @Nullable Boolean eventIdKnown, int eventType, String eventName, Instant timestamp, Instant createdAt,
      String category,
      @Schema(implementation = Object.class, types = "object", description = "One key, the event's name; its value has the fields") EventData data,
      @Nullable UUID session, long seq) {

    static TimelineEvent of(EventView event) {
      return new TimelineEvent(event.eventId(), event.eventIdKnown(), event.eventType(), event.eventName(),
          event.timestamp(), event.receivedAt(), event.category(), event.data(), event.session(),
          event.seq());
    }
  }
}
