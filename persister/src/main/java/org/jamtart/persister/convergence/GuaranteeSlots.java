package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jamtart.wire.Bytes32;

/** All guarantees of a slot together: every sample, against the moment at which its own guarantee was built. */
final class GuaranteeSlots {

  /** Guarantees of a slot that are looked at, the earliest first: one for each of 341 cores is what there should be. */
  private static final int MOST = 4_096;

  private static final String GUARANTEES = """
      select hash, built_at, node from guarantee_convergence where slot = ? order by built_at, hash limit %d"""
      .formatted(MOST);

  private static final String DELETE = "delete from guarantee_slot_convergence where slot = ? returning built_at";

  private static final String INSERT = """
      insert into guarantee_slot_convergence (built_at, slot, guarantees, node_count, samples,
        offsets, spread, offsets_skewless, spread_skewless)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private GuaranteeSlots() {}

  /**
   * Writes the rows of slots whose guarantees' rows were written; one of which a guarantee is settled stays as it is.
   *
   * @return the times of the rows that were there and of those that are, Unix microseconds
   */
  static Set<Long> merge(Connection connection, Collection<Long> slots, long settledBefore)
      throws SQLException {
    Set<Long> changed = new TreeSet<>();
    for (long slot : slots) {
      Map<Bytes32, Earliest.First> anchors = anchors(connection, slot);
      long first = anchors.values().stream().mapToLong(Earliest.First::micros).min().orElse(Long.MAX_VALUE);
      if (first >= settledBefore) {
        delete(connection, slot, changed);
        if (!anchors.isEmpty()) {
          insert(connection, slot, first, anchors);
          changed.add(first);
        }
      }
    }
    return changed;
  }

  private static Map<Bytes32, Earliest.First> anchors(Connection connection, long slot) throws SQLException {
    Map<Bytes32, Earliest.First> anchors = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(GUARANTEES)) {
      statement.setLong(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          anchors.put(Bytes32.of(row.getBytes(1)), new Earliest.First(row.getInt(3), Rows.micros(row, 2)));
        }
      }
    }
    return anchors;
  }

  private static void delete(Connection connection, long slot, Set<Long> changed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setLong(1, slot);
      Rows.times(statement, changed);
    }
  }

  private static void insert(Connection connection, long slot, long first,
      Map<Bytes32, Earliest.First> anchors) throws SQLException {
    Map<Bytes32, Earliest> received = new TreeMap<>();
    Rows.parts(connection, anchors.keySet(), (type, hash, bucket, entries) -> {
      Earliest of = received.computeIfAbsent(hash, key -> new Earliest());
      while (entries.hasRemaining()) {
        of.add(entries.getInt(), Rows.micros(bucket, entries));
      }
    }, Thing.GUARANTEE_RECEIVED);
    if (received.isEmpty()) {
      return;
    }
    Clocks clocks = MergedBlocks.around(connection, anchors.values());
    var offsets = new Offsets(true);
    for (var of : received.entrySet()) {
      Earliest.First anchor = anchors.get(of.getKey());
      if (anchor != null) {
        offsets.add(of.getValue(), anchor, clocks.at(anchor.micros()));
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, Rows.time(first));
      statement.setLong(2, slot);
      statement.setInt(3, received.size());
      statement.setInt(4, received.values().stream().mapToInt(Earliest::size).min().orElse(0));
      statement.setInt(5, offsets.size());
      offsets.set(statement, 6);
      statement.executeUpdate();
    }
  }
}
