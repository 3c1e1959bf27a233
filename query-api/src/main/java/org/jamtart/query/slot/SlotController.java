package org.jamtart.query.slot;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jamtart.query.event.EventData;
import org.jamtart.query.event.EventFilter;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventPages.Slice;
import org.jamtart.query.event.EventView;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.slot.SlotSql.Count;
import org.jamtart.store.Tier;
import org.jamtart.wire.JamTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/slots/{slot}}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class SlotController {

  private static final long SLOTS = 1L << 32;
  private static final List<Integer> TYPES = List.of(11, 12, 40, 41, 42, 43, 62, 68);
  private static final Duration BEFORE = Duration.ofMinutes(1);
  private static final Duration AFTER = Duration.ofMinutes(10);
  private static final int DEFAULT_LIMIT = 500;
  private static final int MOST = 2_000;

  private final SlotSql slots;
  private final EventPages pages;
  private final Retained retained;
  private final TransactionOperations snapshot;

  SlotController(SlotSql slots, EventPages pages, Retained retained, TransactionOperations snapshot) {
    this.slots = slots;
    this.pages = pages;
    this.retained = retained;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "slot", summary = "What happened around a slot", description = "Counts events about the slot from a minute before it "
      + "begins to ten minutes after (`start`, `end`); what nodes say of it later, while they catch up, is not in it. `blocks` are the "
      + "blocks of the slot, more than one in a fork. `first_event` and `last_event` are begins of half minutes. With `include_events` the "
      + "events themselves come by pages, newest first, grouped by node: a page examines at most 10,000 events of these types. A slot of "
      + "which nobody spoke has zeros. Answers the question: what became of this slot, and who took part? Fed by BestBlockChanged(11), "
      + "FinalizedBlockChanged(12), Authoring(40), AuthoringFailed(41), Authored(42), Importing(43), BlockAnnounced(62), BlockTransferred(68).")
  @Parameter(name = "include_events", in = ParameterIn.QUERY, description = "Whether the events are shown", schema = @Schema(type = "boolean", defaultValue = "false"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Events of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "500"))
  @Paged
  @ByteStyles.Choosable
  @GetMapping("/api/slots/{slot}")
  ResponseEntity<SlotView> slot(@PathVariable("slot") String text, Query query, HttpServletRequest request) {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) >= SLOTS) {
      throw Problem.parameter("slot", text, "a slot from 0 to 4294967295").asException();
    }
    long slot = Long.parseLong(text);
    boolean withEvents = query.isTrue("include_events");
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    Instant begin = JamTime.toInstant(JamTime.startOfSlot(slot));
    TimeRange range = new TimeRange(Tier.HALF_MINUTE.bucket(begin.minus(BEFORE)), begin.plus(AFTER));
    var filter = new EventFilter(null, new TreeSet<>(TYPES), null, slot, null, range);
    @Nullable
    Cursor after = Cursor.of(query, filter.fingerprint());
    SlotView view = snapshot.execute(status -> {
      @Nullable
      Slice slice = withEvents
          ? pages.slice(filter, after, 0, limit.value(), ByteStyles.of(query))
          : null;
      return SlotView.of(slot, begin, slots.counts(slot, range, TYPES), slots.blocks(slot, range), slice,
          range,
          retained.completeSince(Tier.HALF_MINUTE.table("network_count"))
              .filter(since -> since.isAfter(range.from()))
              .orElse(null),
          limit.note());
    });
    return Links.page(request, view, view.next());
  }

  /**
   * @param beginsAt            when the slot begins
   * @param blocksAuthored      blocks of the slot of which an author told
   * @param blocksAnnounced     announcements of its blocks, as nodes reported them
   * @param blocksTransferred   transfers of its blocks, as nodes reported them
   * @param authoringFailures   attempts that nodes say failed
   * @param nodesInvolved       most nodes that imported one of its blocks, made it their best, or finalized it
   * @param eventsByNode        with `include_events` only
   * @param completeSince       when counts within the range have been dropped: since when there are all
   */
  @Schema(name = "Slot")
  record SlotView(long slot, Instant beginsAt, int blocksAuthored, long blocksAnnounced,
      long blocksTransferred, long totalEvents, long authoringAttempts, long authoringFailures,
      int nodesInvolved, @Nullable Instant firstEvent, @Nullable Instant lastEvent, List<SlotBlock> blocks,
      @Nullable List<NodeEvents> eventsByNode, Instant start, Instant end, @Nullable Instant completeSince,
      @Nullable String next, @Nullable Instant searchedTo, @Nullable String note) {

    static SlotView of(long slot, Instant begin, List<Count> counts, List<SlotBlock> blocks,
        @Nullable Slice slice, TimeRange range, @Nullable Instant completeSince, @Nullable String note) {
      Map<Integer, Long> events = counts.stream().collect(Collectors.toMap(Count::type, Count::events));
      long attempts = events.getOrDefault(40, 0L);
      int authored = (int) blocks.stream().filter(block -> block.authoredAt() != null).count();
      return new SlotView(slot, begin, authored, events.getOrDefault(62, 0L), events.getOrDefault(68, 0L),
          counts.stream().mapToLong(Count::events).sum(), attempts, events.getOrDefault(41, 0L),
          blocks.stream()
              .mapToInt(it -> Math.max(it.importedBy(), Math.max(it.bestOf(), it.finalizedBy())))
              .max()
              .orElse(0),
          counts.stream().map(Count::first).min(Comparator.naturalOrder()).orElse(null),
          counts.stream().map(Count::last).max(Comparator.naturalOrder()).orElse(null), blocks,
          slice == null ? null : byNode(slice.events()), range.from(), range.to(), completeSince,
          slice == null ? null : slice.next(), slice == null ? null : slice.searchedTo(),
          slice == null || slice.note() == null ? note : slice.note());
    }

    private static List<NodeEvents> byNode(List<EventView> events) {
      Map<String, List<SlotEvent>> nodes = new TreeMap<>();
      events.forEach(event -> nodes.computeIfAbsent(event.nodeId(), node -> new ArrayList<>())
          .add(SlotEvent.of(event)));
      return nodes.entrySet()
          .stream()
          .map(entry -> new NodeEvents(entry.getKey(), entry.getValue()))
          .toList();
    }
  }

  /**
   * @param author     who authored it; absent where nobody told, as `authored_at` is
   * @param importedBy distinct nodes that began to import it
   * @param bestOf     distinct nodes of which it was the best block
   */
  @Schema(name = "SlotBlock")
  record SlotBlock(String hash, @Nullable String author, @Nullable Instant authoredAt, int importedBy,
      int bestOf, int finalizedBy) {}

  @Schema(name = "SlotNodeEvents")
  record NodeEvents(String nodeId, List<SlotEvent> events) {}

  @Schema(name = "SlotEvent")
  record SlotEvent(
      @Schema(types = "integer", description = "64 unsigned bits; 18446744073709551615 when unknown") BigInteger eventId,
      int eventType, String eventName, Instant timestamp,
      @Schema(implementation = Object.class, types = "object", description = "One key, the event's name; its value has the fields") EventData data) {

    static SlotEvent of(EventView event) {
      return new SlotEvent(event.eventId(), event.eventType(), event.eventName(), event.timestamp(),
          event.data());
    }
  }
}
