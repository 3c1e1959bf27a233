package org.jamtart.query.event;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import org.jamtart.query.event.EventSql.Entry;
import org.jamtart.query.request.TimeRange;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Finds one page of events and examines at most {@link #MOST_EXAMINED} entries of an index for it. The filter becomes branches,
 * one for each node or type, each a walk down an index. A branch that used up its share may hold more below its last
 * entry; so the page ends, at the latest, at the first such entry, and the next one begins there.
 */
final class EventWalk {

  /** Entries that a page looks at, in all its branches. */
  static final int MOST_EXAMINED = 10_000;

  private final EventSql sql;

  EventWalk(EventSql sql) {
    this.sql = sql;
  }

  /**
   * A page.
   *
   * @param next       the key behind which the next page begins; null when this is the last
   * @param searchedTo the same key, when the search ended there before the page was full
   */
  record Found(List<EventRow> rows, @Nullable EventKey next, @Nullable EventKey searchedTo) {}

  /** Entries, and the share of each branch. */
  private record Examined(List<Entry> entries, int share) {}

  Found find(EventFilter filter, EventKey behind, int limit) {
    Examined examined = examine(filter, behind, limit);
    @Nullable
    EventKey horizon = horizon(examined);
    @Nullable
    SortedSet<Integer> types = filter.types();
    List<EventRow> rows = examined.entries()
        .stream()
        .map(Entry::row)
        .filter(row -> types == null || types.contains(row.type()))
        .filter(row -> horizon == null || !row.key().isBehind(horizon))
        .sorted(Comparator.comparing(EventRow::key, EventKey.NEWEST_FIRST))
        .limit(limit + 1L)
        .toList();
    if (rows.size() > limit) {
      return new Found(rows.subList(0, limit), rows.get(limit - 1).key(), null);
    }
    if (horizon != null && rows.size() == limit && rows.getLast().key().equals(horizon)) {
      return new Found(rows, horizon, null);
    }
    return new Found(rows, horizon, horizon);
  }

  private Examined examine(EventFilter filter, EventKey behind, int limit) {
    @Nullable
    SortedSet<Integer> types = filter.types();
    @Nullable
    SortedSet<Bytes32> ids = filter.nodes();
    TimeRange range = filter.range();
    if (types != null && types.isEmpty()) {
      return new Examined(List.of(), 0);
    }
    if (ids != null) {
      List<Integer> nodes = sql.numbers(ids);
      if (nodes.isEmpty()) {
        return new Examined(List.of(), 0);
      }
      int fair = MOST_EXAMINED / nodes.size();
      if (types != null) {
        return new Examined(sql.byNodeOfTypes(nodes, types, range, behind, fair), fair);
      }
      int share = Math.min(limit + 1, fair);
      return new Examined(sql.byNode(nodes, range, behind, share), share);
    }
    if (types != null) {
      int share = Math.min(limit + 1, MOST_EXAMINED / types.size());
      return new Examined(sql.byType(types, range, behind, share), share);
    }
    return new Examined(sql.all(range, behind, limit + 1), limit + 1);
  }

  /** The newest of the entries at which a branch used up its share; null when none did. */
  private static @Nullable EventKey horizon(Examined examined) {
    Map<Integer, EventKey> ends = new HashMap<>();
    for (Entry entry : examined.entries()) {
      if (entry.n() == examined.share()) {
        ends.put(entry.branch(), entry.row().key());
      }
    }
    return ends.values().stream().filter(Objects::nonNull).min(EventKey.NEWEST_FIRST).orElse(null);
  }
}
