package org.jamtart.query.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jamtart.query.event.EventSql.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Finds one page of events and examines at most {@link #MOST_EXAMINED} entries of indexes for it. The filter becomes branches, one
 * for each node or type, each a walk down an index by time. A branch that used up its share may hold more of the time at which
 * it ended, and before; so what was found counts down to the newest such time, and the walk goes on there: first through that
 * time, by the primary key, since any number of events may have it, then through the times before.
 */
final class EventWalk {

  /** Entries that a page looks at, in all its branches. */
  static final int MOST_EXAMINED = 10_000;

  /** Entries beyond those of a page: events that came together may have one time, at which a page would end too early. */
  private static final int SLACK = 64;

  private final EventSql sql;

  EventWalk(EventSql sql) {
    this.sql = sql;
  }

  /**
   * A page.
   *
   * @param next       the key behind which the next page begins; null when this is the last
   * @param searchedTo when the search ended before the page was full: down to here it is complete
   */
  record Found(List<EventPlace> places, @Nullable EventKey next, @Nullable Instant searchedTo) {}

  Found find(EventFilter filter, EventKey behind, int limit) {
    @Nullable
    List<Integer> nodes = filter.nodes() == null ? null : sql.numbers(filter.nodes());
    if (nodes != null && nodes.isEmpty() || filter.types() != null && filter.types().isEmpty()) {
      return new Found(List.of(), null, null);
    }
    return nodes == null && filter.types() == null
        ? page(sql.all(filter.range(), behind, limit + 1).stream().map(Entry::place).toList(), limit, null)
        : new Search(filter, nodes, limit).run(behind);
  }

  private static Found page(List<EventPlace> places, int limit, @Nullable EventKey searchedTo) {
    if (places.size() > limit) {
      return new Found(places.subList(0, limit), places.get(limit - 1).key(), null);
    }
    return new Found(places, searchedTo, searchedTo == null ? null : searchedTo.time());
  }

  /** The search for one page. */
  private final class Search {

    private final EventFilter filter;
    private final @Nullable List<Integer> nodes;
    private final @Nullable Collection<Integer> types;
    private final int limit;
    private final List<EventPlace> found = new ArrayList<>();
    private int left = MOST_EXAMINED;

    Search(EventFilter filter, @Nullable List<Integer> nodes, int limit) {
      this.filter = filter;
      this.nodes = nodes;
      this.types = filter.types();
      this.limit = limit;
    }

    Found run(EventKey behind) {
      @Nullable
      EventKey position = behind;
      while (position != null && found.size() <= limit && left >= branches()) {
        position = position.isBehindAllOfItsTime() ? before(position.time()) : within(position);
      }
      return page(found, limit, position);
    }

    /** Goes through the rest of one time; returns where to go on. */
    private EventKey within(EventKey behind) {
      int share = left;
      List<Entry> entries = sql.ofTime(nodes, types, behind, share, limit + 1 - found.size());
      // Unless the page is full, the last entry that was examined is among them.
      left -= (int) entries.stream().mapToLong(Entry::n).max().orElse(1);
      take(entries.stream().map(Entry::place).toList());
      return entries.stream()
          .filter(entry -> entry.n() == share)
          .map(entry -> entry.place().key())
          .findAny()
          .orElse(EventKey.startOf(behind.time()));
    }

    /** Goes through the times before one; returns where to go on, or null when there is nothing more. */
    private @Nullable EventKey before(Instant time) {
      int fair = left / branches();
      int share = nodes != null && types != null ? fair : Math.min(limit + 1 + SLACK, fair);
      List<Entry> entries = nodes == null
          ? sql.byType(Objects.requireNonNull(types), filter.range(), time, share)
          : types == null
              ? sql.byNode(nodes, filter.range(), time, share)
              : sql.byNodeOfTypes(nodes, types, filter.range(), time, share);
      @Nullable
      Instant cut = entries.stream()
          .filter(entry -> entry.n() == share)
          .map(entry -> entry.place().key().time())
          .max(Comparator.naturalOrder())
          .orElse(null);
      left -= share * branches();
      take(entries.stream()
          .map(Entry::place)
          .filter(place -> cut == null || place.key().time().isAfter(cut))
          .toList());
      return cut == null ? null : EventKey.endOf(cut);
    }

    /** Takes what the filter wants, in the order of the list: all of it stands behind what was taken before. */
    private void take(List<EventPlace> places) {
      places.stream()
          .filter(place -> types == null || types.contains(place.type()))
          .filter(place -> nodes == null || nodes.contains(place.node()))
          .sorted(Comparator.comparing(EventPlace::key, EventKey.NEWEST_FIRST))
          .forEach(found::add);
    }

    private int branches() {
      return nodes != null ? nodes.size() : Objects.requireNonNull(types).size();
    }
  }
}
