package org.jamtart.query.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jamtart.query.event.EventSql.Entry;
import org.jamtart.query.event.EventSql.Wanted;
import org.jamtart.query.request.TimeRange;
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
    Wanted wanted = new Wanted(nodes, filter.types(), filter.cores(), filter.slot(), filter.hash());
    if (nodes != null || filter.types() != null) {
      return new Search(filter.range(), wanted, limit).run(behind);
    }
    return wanted.isBeyondIndexes()
        ? all(wanted, filter.range(), behind, limit)
        : page(sql.all(filter.range(), behind, limit + 1).stream().map(Entry::place).toList(), limit, null);
  }

  /** Down the primary key, since no index knows what is wanted. */
  private Found all(Wanted wanted, TimeRange range, EventKey behind, int limit) {
    List<Entry> entries = sql.all(wanted, range, behind, MOST_EXAMINED);
    boolean usedUp = !entries.isEmpty() && entries.getLast().n() == MOST_EXAMINED;
    return page(entries.stream().filter(Entry::wanted).map(Entry::place).toList(), limit,
        usedUp ? entries.getLast().place().key() : null);
  }

  private static Found page(List<EventPlace> places, int limit, @Nullable EventKey searchedTo) {
    if (places.size() > limit) {
      return new Found(places.subList(0, limit), places.get(limit - 1).key(), null);
    }
    return new Found(places, searchedTo, searchedTo == null ? null : searchedTo.time());
  }

  /** The search for one page. */
  private final class Search {

    private final TimeRange range;
    private final Wanted wanted;
    private final int limit;
    private final int branches;
    private final List<EventPlace> found = new ArrayList<>();
    private int left = MOST_EXAMINED;

    Search(TimeRange range, Wanted wanted, int limit) {
      this.range = range;
      this.wanted = wanted;
      this.limit = limit;
      this.branches = wanted.nodes() != null
          ? wanted.nodes().size()
          : Objects.requireNonNull(wanted.types()).size();
    }

    Found run(EventKey behind) {
      @Nullable
      EventKey position = behind;
      while (position != null && found.size() <= limit && left >= branches) {
        position = position.isBehindAllOfItsTime() ? before(position.time()) : within(position);
      }
      return page(found, limit, position);
    }

    /** Goes through the rest of one time; returns where to go on. */
    private EventKey within(EventKey behind) {
      int share = left;
      List<Entry> entries = sql.ofTime(wanted, behind, share, limit + 1 - found.size());
      // Unless the page is full, the last entry that was examined is among them.
      left -= (int) entries.stream().mapToLong(Entry::n).max().orElse(1);
      take(entries.stream());
      return entries.stream()
          .filter(entry -> entry.n() == share)
          .map(entry -> entry.place().key())
          .findAny()
          .orElse(EventKey.startOf(behind.time()));
    }

    /** Goes through the times before one; returns where to go on, or null when there is nothing more. */
    private @Nullable EventKey before(Instant time) {
      int fair = left / branches;
      int share = wanted.isBeyondIndexes() ? fair : Math.min(limit + 1 + SLACK, fair);
      List<Entry> entries = wanted.nodes() == null
          ? sql.byType(wanted, range, time, share)
          : sql.byNode(wanted, range, time, share);
      @Nullable
      Instant cut = entries.stream()
          .filter(entry -> entry.n() == share)
          .map(entry -> entry.place().key().time())
          .max(Comparator.naturalOrder())
          .orElse(null);
      left -= share * branches;
      take(entries.stream().filter(entry -> cut == null || entry.place().key().time().isAfter(cut)));
      return cut == null ? null : EventKey.endOf(cut);
    }

    /** Takes what is wanted, in the order of the list: all of it stands behind what was taken before. */
    private void take(Stream<Entry> entries) {
      entries.filter(Entry::wanted)
          .map(Entry::place)
          .sorted(Comparator.comparing(EventPlace::key, EventKey.NEWEST_FIRST))
          .forEach(found::add);
    }
  }
}
