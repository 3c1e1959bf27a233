package org.jamtart.query.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jamtart.query.event.EventSql.NodeFacts;
import org.jamtart.query.event.EventSql.SessionFacts;
import org.jamtart.query.event.EventWalk.Found;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Query;
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
  private final Horizon horizon;

  public EventPages(EventSql sql, Horizon horizon) {
    this.sql = sql;
    this.walk = new EventWalk(sql);
    this.horizon = horizon;
  }

  EventPage page(Query query, EventFilter filter) {
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    ByteStyle style = ByteStyles.of(query);
    Fingerprint fingerprint = filter.fingerprint();
    @Nullable
    Cursor after = Cursor.of(query, fingerprint);
    Found found = walk.find(filter,
        after == null ? EventKey.startOf(filter.range().to()) : EventKey.of(after),
        limit.value());
    List<EventPlace> places = cut(found.places());
    boolean cut = places.size() < found.places().size();
    @Nullable
    EventKey next = cut ? places.getLast().key() : found.next();
    return new EventPage(views(sql.rows(places), style), next != null,
        next == null ? null : next.cursor().text(fingerprint), cut ? null : found.searchedTo(),
        limit.value(), cut ? CUT : limit.note(),
        new EventPage.Range(filter.range().start(), filter.range().end()), completeSince(filter),
        horizon.moment());
  }

  /** As many as have no more bytes than a page may have, and at least one. */
  private static List<EventPlace> cut(List<EventPlace> places) {
    long bytes = 0;
    int count = 0;
    while (count < places.size() && (count == 0 || bytes + places.get(count).size() <= MOST_BYTES)) {
      bytes += places.get(count).size();
      count++;
    }
    return places.subList(0, count);
  }

  private List<EventView> views(List<EventRow> rows, ByteStyle style) {
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

  /** Since when the range is complete, if not from its beginning. */
  private @Nullable Instant completeSince(EventFilter filter) {
    return sql.completeSince("event").filter(since -> since.isAfter(filter.range().from())).orElse(null);
  }
}
