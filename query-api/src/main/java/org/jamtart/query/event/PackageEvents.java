package org.jamtart.query.event;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jamtart.query.event.EventPages.Slice;
import org.jamtart.query.event.EventStory.Places;
import org.jamtart.query.paging.Cursor;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events about one work package, newest first: on each of its first 20 guarantors the arrival of the package and what followed
 * from it, whether they carry its hash or not. The caller has opened a transaction.
 */
public final class PackageEvents {

  /** The core that a filter names is that of the package. */
  static final String THREADS = """
      select p.node, p.session, p.submission, least(p.opened_at, p.first_seen), p.last_updated + interval '1 second'
      from node_package p
      where p.hash = :hash and (cast(:cores as integer[]) is null or p.core = any(:cores))
      order by p.first_seen, p.node limit 20""";

  private static final String KNOWN = "select exists(select from node_package p where p.hash = :hash)";

  private final JdbcClient jdbc;
  private final EventSql sql;
  private final EventStory story;
  private final EventPages pages;

  public PackageEvents(JdbcClient jdbc, EventSql sql, EventStory story, EventPages pages) {
    this.jdbc = jdbc;
    this.sql = sql;
    this.story = story;
    this.pages = pages;
  }

  /** A page of those that a filter with a hash allows; empty when no node has told of a package of that hash. */
  Optional<Slice> slice(EventFilter filter, @Nullable Cursor after, int offset, int limit, ByteStyle style) {
    byte[] hash = Objects.requireNonNull(filter.hash()).toByteArray();
    if (!jdbc.sql(KNOWN).param("hash", hash).query(Boolean.class).single()) {
      return Optional.empty();
    }
    Places told = story.places(threads(filter, hash));
    @Nullable
    List<Integer> nodes = filter.nodes() == null ? null : sql.numbers(filter.nodes());
    @Nullable
    EventKey behind = after == null ? null : EventKey.of(after);
    List<EventPlace> wanted = told.places()
        .reversed()
        .stream()
        .filter(it -> nodes == null || nodes.contains(it.node()))
        .filter(it -> filter.types() == null || filter.types().contains(it.type()))
        .filter(it -> within(filter, it.key().time()))
        .filter(it -> behind == null || EventKey.NEWEST_FIRST.compare(behind, it.key()) < 0)
        .toList();
    List<EventPlace> left = wanted.subList(Math.min(offset, wanted.size()), wanted.size());
    List<EventPlace> page = EventPages.cut(left.subList(0, Math.min(limit, left.size())));
    return Optional.of(new Slice(pages.views(sql.rows(page), style),
        page.size() < left.size() ? page.getLast().key().cursor().text(filter.fingerprint()) : null, null,
        told.searchedTo() == null
            ? null
            : "a node said more meanwhile than may be looked through: events after " + told.searchedTo()
                + " may be missing"));
  }

  private static boolean within(EventFilter filter, Instant time) {
    return !time.isBefore(filter.range().from()) && time.isBefore(filter.range().to());
  }

  private List<EventStory.Thread> threads(EventFilter filter, byte[] hash) {
    return jdbc.sql(THREADS)
        .param("hash", hash)
        .param("cores", filter.cores() == null ? null : filter.cores().toArray(Integer[]::new))
        .query((row, n) -> new EventStory.Thread(row.getInt(1), row.getLong(2), row.getLong(3),
            row.getObject(4, OffsetDateTime.class).toInstant(),
            row.getObject(5, OffsetDateTime.class).toInstant()))
        .list();
  }
}
