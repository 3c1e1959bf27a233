package org.jamtart.query.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jamtart.query.event.EventSql.NodeFacts;
import org.jamtart.query.event.EventSql.SessionFacts;
import org.jamtart.query.event.EventWalk.Found;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;

/** Makes a page of events out of a filter. The caller has opened a transaction. */
public final class EventPages {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 1_000;

  /** Bytes of messages on one page: a message may have a quarter of a megabyte. */
  static final int MOST_BYTES = 4 << 20;

  private static final String CUT = "the page ends after " + (MOST_BYTES >> 20)
      + " MiB of messages: the others are behind `next`";

  private final EventSql sql;
  private final EventWalk walk;
  private final Retained retained;
  private final Horizon horizon;

  public EventPages(EventSql sql, Retained retained, Horizon horizon) {
    this.sql = sql;
    this.retained = retained;
    this.walk = new EventWalk(sql);
    this.horizon = horizon;
  }

  /**
   * Some events, newest first.
   *
   * @param next       the cursor behind which the next ones are; null when these are the last
   * @param searchedTo when the search ended before there were enough: down to here it is complete
   * @param note       why there are fewer than were asked for; null otherwise
   */
  public record Slice(List<EventView> events, @Nullable String next, @Nullable Instant searchedTo,
      @Nullable String note) {}

  /**
   * The newest events behind a cursor.
   *
   * @param after  null for the first ones
   * @param offset how many of them are passed over; each is looked at
   * @param limit  how many at most
   */
  public Slice slice(EventFilter filter, @Nullable Cursor after, int offset, int limit, ByteStyle style) {
    return slice(filter, after, offset, limit, style, filter.fingerprint());
  }

  /** The same of a list whose cursors are bound to something else than all of the filter, such as a range that moves. */
  public Slice slice(EventFilter filter, @Nullable Cursor after, int offset, int limit, ByteStyle style,
      Fingerprint list) {
    Found found = walk.find(filter,
        after == null ? EventKey.startOf(filter.range().to()) : EventKey.of(after), offset + limit);
    List<EventPlace> behind = found.places()
        .subList(Math.min(offset, found.places().size()),
            found.places().size());
    List<EventPlace> places = cut(behind);
    boolean cut = places.size() < behind.size();
    @Nullable
    EventKey next = cut ? places.getLast().key() : found.next();
    return new Slice(views(sql.rows(places), style),
        next == null ? null : next.cursor().text(list), cut ? null : found.searchedTo(),
        cut ? CUT : null);
  }

  EventPage page(Query query, EventFilter filter) {
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    @Nullable
    Cursor after = Cursor.of(query, filter.fingerprint());
    Slice slice = slice(filter, after, 0, limit.value(), ByteStyles.of(query));
    return new EventPage(slice.events(), slice.next() != null, slice.next(), slice.searchedTo(),
        limit.value(), slice.note() == null ? limit.note() : slice.note(),
        new EventPage.Range(filter.range().start(), filter.range().end()), completeSince(filter.range()),
        horizon.moment());
  }

  /** As many as have no more bytes than a page may have, and at least one. */
  static List<EventPlace> cut(List<EventPlace> places) {
    long bytes = 0;
    int count = 0;
    while (count < places.size() && (count == 0 || bytes + places.get(count).size() <= MOST_BYTES)) {
      bytes += places.get(count).size();
      count++;
    }
    return places.subList(0, count);
  }

  /** As the API shows them. */
  List<EventView> views(List<EventRow> rows, ByteStyle style) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<Long, SessionFacts> sessions = sql
        .sessions(rows.stream().map(row -> row.key().session()).collect(Collectors.toSet()));
    Map<Integer, NodeFacts> nodes = sql.nodes(rows.stream().map(EventRow::node).collect(Collectors.toSet()));
    return rows.stream()
        .map(row -> EventView.of(row, nodes.get(row.node()), sessions.get(row.key().session()), style))
        .toList();
  }

  /** Since when the events of a range are all there, if not from its beginning. */
  public @Nullable Instant completeSince(TimeRange range) {
    return retained.completeSince("event").filter(since -> since.isAfter(range.from())).orElse(null);
  }
}
