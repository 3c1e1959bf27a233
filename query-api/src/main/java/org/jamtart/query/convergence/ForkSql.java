package org.jamtart.query.convergence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads which blocks competed for a slot: what a query costs depends on the forks of its range. */
final class ForkSql {

  /** The newest slots that have more than one block of which any was seen in the range. */
  static final String SLOTS = """
      select slot from seen_block
      where rivals > 0 and time >= :start and time < :end and slot < :before
      group by slot order by slot desc limit :limit""";

  private static final String BLOCKS = """
      select b.slot, b.time, b.hash, n.peer_id, b.authored_at, b.imported, b.best, b.finalized, b.finalized_at,
        coalesce(b.left_by, 0) as left_by, b.left_at, b.followed_p50_ms, b.followed_max_ms%s
      from seen_block b left join node n on n.id = b.author
      where b.slot = any(:slots) order by b.slot desc, b.time, b.hash""";

  /** Without the followers, of which there may be as many as nodes. */
  static final String ALONE = BLOCKS.formatted("");

  static final String FOLLOWED = BLOCKS.formatted(", b.followers, b.since, b.until");

  private static final String NODES = "select id, peer_id from node where id = any(:nodes)";

  private final JdbcClient jdbc;
  private final Retained retained;

  ForkSql(JdbcClient jdbc, Retained retained) {
    this.jdbc = jdbc;
    this.retained = retained;
  }

  /**
   * A node that had the block as its best.
   *
   * @param until when another of the slot's blocks was; null: for all we know never
   */
  record Following(int node, Instant since, @Nullable Instant until) {}

  /**
   * A block that has rivals.
   *
   * @param followers empty where they were not asked for
   */
  record Contender(long slot, Instant firstSeen, String hash, @Nullable String author,
      @Nullable Instant authoredAt, int imported, int best, int finalized, @Nullable Instant finalizedAt,
      Left left, List<Following> followers) {}

  /**
   * Those of its followers who left it for another.
   *
   * @param last  when the last of them did; null for none
   * @param p50Ms how long they had followed it; null for none
   */
  record Left(int nodes, @Nullable Instant last, @Nullable Long p50Ms, @Nullable Long maxMs) {}

  /** Slots, newest first. */
  List<Long> slots(TimeRange range, long before, int limit) {
    return jdbc.sql(SLOTS)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()))
        .param("before", before)
        .param("limit", limit)
        .query((row, n) -> (Long) row.getLong(1))
        .list();
  }

  /** The blocks of slots, by slot, newest first, and the time at which they were first seen. */
  List<Contender> blocks(Collection<Long> slots) {
    return slots.isEmpty()
        ? List.of()
        : jdbc.sql(ALONE)
            .param("slots", slots.toArray(Long[]::new))
            .query((row, n) -> contender(row, List.of()))
            .list();
  }

  /** The blocks of a slot with those who followed them, by the time at which they were first seen. */
  List<Contender> followed(long slot) {
    return jdbc.sql(FOLLOWED)
        .param("slots", new Long[]{slot})
        .query((row, n) -> contender(row, followers(row)))
        .list();
  }

  private static Contender contender(ResultSet row, List<Following> followers) throws SQLException {
    byte[] author = row.getBytes("peer_id");
    return new Contender(row.getLong("slot"), Figures.time(row, "time"), Figures.hash(row, "hash"),
        author == null ? null : java.util.HexFormat.of().formatHex(author),
        Figures.timeOrNull(row, "authored_at"), row.getInt("imported"), row.getInt("best"),
        row.getInt("finalized"), Figures.timeOrNull(row, "finalized_at"),
        new Left(row.getInt("left_by"), Figures.timeOrNull(row, "left_at"),
            row.getObject("followed_p50_ms", Long.class), row.getObject("followed_max_ms", Long.class)),
        followers);
  }

  private static List<Following> followers(ResultSet row) throws SQLException {
    List<Following> followers = new ArrayList<>();
    var nodes = row.getArray("followers");
    if (nodes != null) {
      Integer[] numbers = (Integer[]) nodes.getArray();
      Object[] since = (Object[]) row.getArray("since").getArray();
      @Nullable
      Object[] until = (Object[]) row.getArray("until").getArray();
      for (int i = 0; i < numbers.length; i++) {
        followers.add(new Following(numbers[i], time(since[i]), until[i] == null ? null : time(until[i])));
      }
    }
    return followers;
  }

  private static Instant time(@Nullable Object value) {
    return switch (value) {
      case java.sql.Timestamp timestamp -> timestamp.toInstant();
      case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
      case null, default -> throw new IllegalStateException(value + " is no time");
    };
  }

  /** Ids of nodes by their numbers. */
  Map<Integer, String> nodes(Collection<Integer> numbers) {
    Map<Integer, String> ids = new TreeMap<>();
    jdbc.sql(NODES).param("nodes", numbers.toArray(Integer[]::new)).query(row -> {
      ids.put(row.getInt(1), Figures.node(row, "peer_id"));
    });
    return ids;
  }

  @Nullable
  Instant since() {
    return retained.completeSince("seen_block").orElse(null);
  }
}
