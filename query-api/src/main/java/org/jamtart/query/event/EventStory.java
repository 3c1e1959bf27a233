package org.jamtart.query.event;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Times;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What followed from an event, on one or several connections: the events that refer to it, those that refer to these, and so on.
 * Looks through what each node said in a short time, by the index on (node, time), and through no more entries in all than a
 * page of events does. The caller has opened a transaction.
 */
public final class EventStory {

  /** Of the entries that were examined, those of the connection and, if the share was used up, the last one. */
  static final String OF_NODE = """
      select e.time, e.session, e.seq, e.event_id, e.ref, e.node, e.type, e.size, e.n from (
        select e.time, e.session, e.seq, e.event_id, e.ref, e.node, e.type, length(e.bytes) as size,
          row_number() over (order by e.node, e.time) as n
        from event e where e.node = :node and e.time >= :from and e.time <= :to
        order by e.node, e.time limit :entries) e
      where e.session = :session or e.n = :entries""";

  private final JdbcClient jdbc;
  private final EventSql sql;
  private final EventPages pages;

  public EventStory(JdbcClient jdbc, EventSql sql, EventPages pages) {
    this.jdbc = jdbc;
    this.sql = sql;
    this.pages = pages;
  }

  /**
   * Where a story is told.
   *
   * @param node    number of the node in the tables
   * @param session number of the session in the tables
   * @param root    event ID of what it begins with, 64 unsigned bits
   * @param from    no later than its beginning
   * @param to      the last moment that is looked at
   */
  public record Thread(int node, long session, long root, Instant from, Instant to) {}

  /**
   * Some events, oldest first.
   *
   * @param next       the cursor behind which the next ones are; null when these are the last
   * @param searchedTo when a node said more than may be looked at: up to here the story is complete
   */
  public record Told(List<EventView> events, @Nullable Cursor next, @Nullable Instant searchedTo) {}

  private record Link(EventPlace place, @Nullable Long id, @Nullable Long ref, long n) {}

  /**
   * Where the events of some threads are, oldest first.
   *
   * @param searchedTo when a node said more than may be looked at: up to here there are all
   */
  record Places(List<EventPlace> places, @Nullable Instant searchedTo) {}

  /** The events of some threads behind a cursor, which is one of an earlier answer or null. */
  public Told tell(List<Thread> threads, @Nullable Cursor after, int limit, ByteStyle style) {
    Places found = places(threads);
    return page(found.places, after == null ? null : EventKey.of(after), limit, style, found.searchedTo);
  }

  Places places(List<Thread> threads) {
    List<EventPlace> places = new ArrayList<>();
    @Nullable
    Instant searchedTo = null;
    for (Thread thread : threads) {
      int share = EventWalk.MOST_EXAMINED / threads.size();
      List<Link> links = links(thread, share);
      @Nullable
      Instant ended = links.stream()
          .filter(link -> link.n == share)
          .map(link -> link.place.key().time())
          .findAny()
          .orElse(null);
      if (ended != null && (searchedTo == null || ended.isBefore(searchedTo))) {
        searchedTo = ended;
      }
      places.addAll(follow(thread, links));
    }
    places.sort(Comparator.comparing(EventPlace::key, EventKey.NEWEST_FIRST.reversed()));
    return new Places(places, searchedTo);
  }

  private Told page(List<EventPlace> places, @Nullable EventKey after, int limit, ByteStyle style,
      @Nullable Instant searchedTo) {
    List<EventPlace> left = after == null
        ? places
        : places.stream().filter(it -> EventKey.NEWEST_FIRST.compare(it.key(), after) < 0).toList();
    List<EventPlace> page = EventPages.cut(left.subList(0, Math.min(limit, left.size())));
    List<EventRow> rows = sql.rows(page.reversed()).reversed();
    return new Told(pages.views(rows, style),
        page.size() < left.size() ? page.getLast().key().cursor() : null, searchedTo);
  }

  /** In the order in which the node said it, what refers to the root or to what followed from it. */
  private static List<EventPlace> follow(Thread thread, List<Link> links) {
    Set<Long> known = new HashSet<>(Set.of(thread.root));
    List<EventPlace> story = new ArrayList<>();
    List<Link> said = links.stream()
        .filter(link -> link.place.key().session() == thread.session)
        .sorted(Comparator.comparingLong(link -> link.place.key().seq()))
        .toList();
    for (Link link : said) {
      if (Objects.equals(link.id, thread.root) || link.ref != null && known.contains(link.ref)) {
        story.add(link.place);
        if (link.id != null) {
          known.add(link.id);
        }
      }
    }
    return story;
  }

  private List<Link> links(Thread thread, int share) {
    return jdbc.sql(OF_NODE)
        .param("node", thread.node)
        .param("session", thread.session)
        .param("from", Times.parameter(thread.from))
        .param("to", Times.parameter(thread.to))
        .param("entries", share)
        .query((row, n) -> new Link(
            new EventPlace(new EventKey(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2),
                row.getLong(3)), row.getInt(6), row.getInt(7), row.getInt(8)),
            row.getObject(4, Long.class), row.getObject(5, Long.class), row.getLong(9)))
        .list();
  }
}
