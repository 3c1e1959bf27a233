package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Slots of which there is more than one block: who followed which. A node follows the block that it named best, from the first
 * time that it did to the first time that it named another of the slot.
 */
final class Forks {

  /** Blocks of a slot that are looked at, those of most nodes first: anybody can invent more. */
  private static final int RIVALS = 64;

  /** Of a millisecond. */
  private static final long MICROS = 1_000;

  private static final String BLOCKS = """
      select time, hash, count(*) over () from seen_block where slot = ?
      order by imported + best desc, time, hash limit %d""".formatted(RIVALS);

  private static final String ALONE = """
      update seen_block set rivals = 0, followers = null, since = null, until = null, left_by = null, left_at = null,
        followed_p50_ms = null, followed_max_ms = null
      where slot = ? and rivals <> 0""";

  private static final String RIVAL = "update seen_block set rivals = ? where slot = ?";

  private static final String FOLLOWED = """
      update seen_block set followers = ?, since = ?, until = ?, left_by = ?, left_at = ?, followed_p50_ms = ?, followed_max_ms = ?
      where hash = ? and time = ?""";

  /** A block of a slot; settled when parts of it may have been dropped. */
  private record Contender(Bytes32 hash, long time, boolean settled) {}

  private record Choice(Bytes32 hash, long since) {}

  private record Following(int node, long since, @Nullable Long until) {}

  /**
   * Those who left a block for another.
   *
   * @param last  when the last of them did, Unix microseconds; null for none
   * @param p50   whole milliseconds for which they had followed it; null for none
   */
  private record Leaving(int nodes, @Nullable Long last, @Nullable Long p50, @Nullable Long most) {

    static Leaving of(List<Following> followers) {
      @Nullable
      Long last = null;
      List<Long> millis = new ArrayList<>();
      for (Following each : followers) {
        if (each.until != null) {
          last = last == null ? each.until : (Long) Math.max(last, each.until);
          millis.add((each.until - each.since) / MICROS);
        }
      }
      millis.sort(Comparator.naturalOrder());
      int nodes = millis.size();
      return nodes == 0
          ? new Leaving(0, null, null, null)
          : new Leaving(nodes, last, millis.get(nodes / 2), millis.getLast());
    }
  }

  /** Writes what the rows of the slots' blocks say of their rivals. */
  void merge(Connection connection, Collection<Long> slots, long settledBefore) throws SQLException {
    for (long slot : slots) {
      List<Contender> contenders = new ArrayList<>();
      int all = read(connection, slot, settledBefore, contenders);
      if (all < 2) {
        update(connection, ALONE, slot);
      } else {
        try (PreparedStatement statement = connection.prepareStatement(RIVAL)) {
          statement.setInt(1, all - 1);
          statement.setLong(2, slot);
          statement.executeUpdate();
        }
        followers(connection, contenders);
      }
    }
  }

  private static int read(Connection connection, long slot, long settledBefore, List<Contender> into)
      throws SQLException {
    int all = 0;
    try (PreparedStatement statement = connection.prepareStatement(BLOCKS)) {
      statement.setLong(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long time = Rows.micros(row, 1);
          into.add(new Contender(Bytes32.of(row.getBytes(2)), time, time < settledBefore));
          all = row.getInt(3);
        }
      }
    }
    return all;
  }

  private static void update(Connection connection, String sql, long slot) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, slot);
      statement.executeUpdate();
    }
  }

  private static void followers(Connection connection, List<Contender> contenders) throws SQLException {
    Map<Bytes32, Earliest> best = new HashMap<>();
    Rows.parts(connection, contenders.stream().map(Contender::hash).toList(),
        (type, hash, bucket, entries) -> {
          Earliest of = best.computeIfAbsent(hash, key -> new Earliest());
          while (entries.hasRemaining()) {
            of.add(entries.getInt(), Rows.micros(bucket, entries));
            entries.getLong(); // the slot
          }
        }, Thing.BEST_BLOCK);
    Map<Bytes32, List<Following>> followers = followers(best);
    for (Contender contender : contenders) {
      if (!contender.settled) {
        write(connection, contender, followers.getOrDefault(contender.hash, List.of()));
      }
    }
  }

  private static Map<Bytes32, List<Following>> followers(Map<Bytes32, Earliest> best) {
    Map<Integer, List<Choice>> choices = new TreeMap<>();
    best.forEach((hash, reports) -> reports.forEach((node, micros) -> choices
        .computeIfAbsent(node, key -> new ArrayList<>())
        .add(new Choice(hash, micros))));
    Map<Bytes32, List<Following>> followers = new HashMap<>();
    choices.forEach((node, ofNode) -> {
      ofNode.sort(Comparator.comparingLong(Choice::since).thenComparing(Choice::hash));
      for (int i = 0; i < ofNode.size(); i++) {
        Long until = i + 1 < ofNode.size() ? (Long) ofNode.get(i + 1).since : null;
        followers.computeIfAbsent(ofNode.get(i).hash, key -> new ArrayList<>())
            .add(new Following(node, ofNode.get(i).since, until));
      }
    });
    return followers;
  }

  private static void write(Connection connection, Contender block, List<Following> followers)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOLLOWED)) {
      statement.setArray(1,
          connection.createArrayOf("int4", followers.stream().map(Following::node).toArray(Integer[]::new)));
      statement.setArray(2, connection.createArrayOf("timestamptz",
          followers.stream().map(each -> Rows.time(each.since)).toArray(OffsetDateTime[]::new)));
      statement.setArray(3, connection.createArrayOf("timestamptz",
          followers.stream().map(each -> Rows.time(each.until)).toArray(OffsetDateTime[]::new)));
      Leaving left = Leaving.of(followers);
      statement.setInt(4, left.nodes);
      statement.setObject(5, Rows.time(left.last), Types.TIMESTAMP_WITH_TIMEZONE);
      statement.setObject(6, left.p50, Types.BIGINT);
      statement.setObject(7, left.most, Types.BIGINT);
      statement.setBytes(8, block.hash.toByteArray());
      statement.setObject(9, Rows.time(block.time));
      statement.executeUpdate();
    }
  }
}
