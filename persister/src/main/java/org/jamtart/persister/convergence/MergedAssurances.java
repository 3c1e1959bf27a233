package org.jamtart.persister.convergence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jamtart.persister.merge.Merged;
import org.jamtart.wire.Bytes32;

/**
 * How fast the assurances about each block reached the nodes, each from the moment at which its sender began to distribute it.
 * Receptions of a sender that did not say so wait in their parts until it does.
 */
final class MergedAssurances implements Merged {

  private static final String KNOWN = """
      select anchor, first_at, last_at from assurance_convergence where anchor = any(?)""";

  private static final String DELETE_SENDERS = """
      delete from assurance_sender_convergence where anchor = ? and distributed_at >= ? and distributed_at <= ?""";

  private static final String SENDER = """
      insert into assurance_sender_convergence (distributed_at, anchor, sender, node_count,
        offsets, spread, offsets_skewless, spread_skewless)
      values (?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String INSERT = """
      insert into assurance_convergence (first_at, anchor, last_at, senders, samples, starts,
        offsets, spread, offsets_skewless, spread_skewless, slot)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select b.slot from seen_block b where b.hash = ? limit 1))""";

  private final Settled settled;
  private final SpreadHours hours;

  MergedAssurances(Settled settled, SpreadHours hours) {
    this.settled = settled;
    this.hours = hours;
  }

  @Override
  public short kind() {
    return Thing.ASSURANCE.id();
  }

  @Override
  public String name() {
    return "assurances";
  }

  /** What the nodes said of the assurances about a block. */
  private static final class Assurances {
    private final Map<Bytes32, Earliest> distributed = new TreeMap<>();
    private final Map<Bytes32, Earliest> received = new HashMap<>();

    void distributed(long bucket, ByteBuffer entries) {
      while (entries.hasRemaining()) {
        int node = entries.getInt();
        long micros = Rows.micros(bucket, entries);
        distributed.computeIfAbsent(sender(entries), key -> new Earliest()).add(node, micros);
      }
    }

    /** Of the senders that are known to have begun: others are as many as somebody likes to invent. */
    void received(long bucket, ByteBuffer entries) {
      while (entries.hasRemaining()) {
        Bytes32 sender = sender(entries);
        int reports = entries.getInt();
        if (distributed.containsKey(sender)) {
          Earliest of = received.computeIfAbsent(sender, key -> new Earliest());
          for (int left = reports; left > 0; left--) {
            of.add(entries.getInt(), Rows.micros(bucket, entries));
          }
        } else {
          entries.position(entries.position() + reports * Parts.REPORT);
        }
      }
    }

    private static Bytes32 sender(ByteBuffer entries) {
      byte[] sender = new byte[Bytes32.SIZE];
      entries.get(sender);
      return Bytes32.of(sender);
    }

    /** When each sender began, by its id. */
    Map<Bytes32, Earliest.First> anchors() {
      Map<Bytes32, Earliest.First> anchors = new TreeMap<>();
      distributed.forEach((sender, reports) -> anchors.put(sender, reports.first()));
      return anchors;
    }
  }

  @Override
  public void merge(Connection connection, List<byte[]> keys) throws SQLException {
    long settledBefore = settled.before(connection);
    Set<Long> changed = new TreeSet<>();
    for (byte[] key : keys) { // one at a time: each has up to a million receptions
      Bytes32 anchor = Bytes32.of(key);
      if (removed(connection, anchor, settledBefore, changed)) {
        var assurances = new Assurances();
        Rows.parts(connection, Set.of(anchor),
            (type, hash, bucket, entries) -> assurances.distributed(bucket, entries),
            Thing.DISTRIBUTING_ASSURANCE);
        Rows.parts(connection, Set.of(anchor),
            (type, hash, bucket, entries) -> assurances.received(bucket, entries),
            Thing.ASSURANCE_RECEIVED);
        if (!assurances.distributed.isEmpty()) {
          insert(connection, anchor, assurances, changed);
        }
      }
    }
    hours.again(connection, SpreadHours.ASSURANCES, changed);
  }

  /**
   * Deletes the rows that there are of it, and says what time they had; false, and nothing is deleted, if parts of it may have
   * been dropped.
   */
  private static boolean removed(Connection connection, Bytes32 anchor, long settledBefore, Set<Long> changed)
      throws SQLException {
    try (PreparedStatement known = connection.prepareStatement(KNOWN)) {
      known.setArray(1, Rows.hashes(connection, Set.of(anchor)));
      try (ResultSet row = known.executeQuery()) {
        if (!row.next()) {
          return true;
        }
        if (Rows.micros(row, 2) < settledBefore) {
          return false;
        }
        changed.add(Rows.micros(row, 2));
        try (PreparedStatement senders = connection.prepareStatement(DELETE_SENDERS)) {
          senders.setBytes(1, anchor.toByteArray());
          senders.setObject(2, Rows.time(Rows.micros(row, 2)));
          senders.setObject(3, Rows.time(Rows.micros(row, 3)));
          senders.executeUpdate();
        }
      }
    }
    Rows.update(connection, "delete from assurance_convergence where anchor = any(?)", Set.of(anchor));
    return true;
  }

  private static void insert(Connection connection, Bytes32 anchor, Assurances assurances, Set<Long> changed)
      throws SQLException {
    Map<Bytes32, Earliest.First> anchors = assurances.anchors();
    Clocks clocks = MergedBlocks.around(connection, anchors.values());
    long first = anchors.values().stream().mapToLong(Earliest.First::micros).min().orElseThrow();
    long last = anchors.values().stream().mapToLong(Earliest.First::micros).max().orElseThrow();
    changed.add(first);
    var pool = new Offsets(true);
    var starts = new Samples();
    try (PreparedStatement statement = connection.prepareStatement(SENDER)) {
      for (var sender : anchors.entrySet()) {
        Earliest.First begin = sender.getValue();
        starts.add(begin.micros() - first);
        Earliest received = assurances.received.get(sender.getKey());
        if (received != null) {
          var skew = clocks.at(begin.micros());
          pool.add(received, begin, skew);
          statement.setObject(1, Rows.time(begin.micros()));
          statement.setBytes(2, anchor.toByteArray());
          statement.setInt(3, begin.node());
          statement.setInt(4, received.size());
          new Offsets(true).add(received, begin, skew).set(statement, 5);
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, Rows.time(first));
      statement.setBytes(2, anchor.toByteArray());
      statement.setObject(3, Rows.time(last));
      statement.setInt(4, anchors.size());
      statement.setInt(5, pool.size());
      statement.setArray(6, connection.createArrayOf("int4", starts.figures().offsets()));
      pool.set(statement, 7);
      statement.setBytes(11, anchor.toByteArray());
      statement.executeUpdate();
    }
  }
}
