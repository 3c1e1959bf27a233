package org.jamtart.persister.convergence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jamtart.persister.merge.Merged;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** How fast each block spread, and what nodes made of it. */
final class MergedBlocks implements Merged {

  private static final short[] TYPES = {Thing.BEST_BLOCK, Thing.FINALIZED_BLOCK, Thing.AUTHORING,
      Thing.AUTHORED, Thing.IMPORTING};

  private static final String KNOWN = "select hash, time, slot from seen_block where hash = any(?)";

  private static final String SEEN = """
      insert into seen_block (time, hash, slot, author, authored_at, imported, best, finalized, finalized_at, rivals)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""";

  private static final String CONVERGED_BEFORE = """
      delete from block_convergence where hash = any(?) returning authored_at""";

  private static final String CONVERGED = """
      insert into block_convergence (authored_at, hash, type, slot, node, node_count,
        offsets, spread, offsets_skewless, spread_skewless)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String ANCHORED = """
      update assurance_convergence a set slot = b.slot from seen_block b
      where b.hash = any(?) and a.anchor = b.hash and a.slot is distinct from b.slot""";

  private final Settled settled;
  private final SpreadHours hours;
  private final Forks forks;

  MergedBlocks(Settled settled, SpreadHours hours) {
    this.settled = settled;
    this.hours = hours;
    this.forks = new Forks();
  }

  @Override
  public short kind() {
    return Thing.BLOCK.id();
  }

  @Override
  public String name() {
    return "blocks";
  }

  /** What the nodes said of a block. */
  private static final class Block {
    private final Map<Short, Earliest> reports = new TreeMap<>();
    private long slot = -1;

    void add(short type, long bucket, ByteBuffer entries) {
      Earliest of = reports.computeIfAbsent(type, key -> new Earliest());
      while (entries.hasRemaining()) {
        of.add(entries.getInt(), Rows.micros(bucket, entries));
        long told = entries.getLong();
        // Nodes that are right all say the same; of those that are not the lowest is as good as any.
        slot = told < 0 ? slot : slot < 0 ? told : Math.min(slot, told);
      }
    }

    int count(short type) {
      Earliest of = reports.get(type);
      return of == null ? 0 : of.size();
    }

    Earliest.@Nullable First first(short type) {
      Earliest of = reports.get(type);
      return of == null ? null : of.first();
    }

    /** The first report that names it. */
    long time() {
      return reports.entrySet()
          .stream()
          .filter(of -> of.getKey() != Thing.AUTHORING)
          .mapToLong(of -> of.getValue().first().micros())
          .min()
          .orElseThrow();
    }

    @Nullable
    Long knownSlot() {
      return slot < 0 ? null : (Long) slot;
    }
  }

  @Override
  public void merge(Connection connection, List<byte[]> keys) throws SQLException {
    long settledBefore = settled.before(connection);
    Set<Bytes32> hashes = new TreeSet<>();
    keys.forEach(key -> hashes.add(Bytes32.of(key)));
    Set<Long> slots = new TreeSet<>();
    removeSettled(connection, hashes, settledBefore, slots);
    Map<Bytes32, Block> blocks = new TreeMap<>();
    Rows.parts(connection, hashes, (type, hash, bucket, entries) -> blocks
        .computeIfAbsent(hash, key -> new Block())
        .add(type, bucket, entries), TYPES);
    if (blocks.isEmpty()) {
      return;
    }
    Rows.update(connection, "delete from seen_block where hash = any(?)", blocks.keySet());
    Set<Long> changed = removed(connection, blocks.keySet());
    seen(connection, blocks);
    converged(connection, blocks, changed);
    hours.again(connection, SpreadHours.BLOCKS, changed);
    blocks.values().forEach(block -> {
      if (block.slot >= 0) {
        slots.add(block.slot);
      }
    });
    forks.merge(connection, slots, settledBefore);
    Rows.update(connection, ANCHORED, blocks.keySet());
  }

  /** Takes out those of which parts may have been dropped: their rows stay as they are. Adds the slots of the others' rows. */
  private static void removeSettled(Connection connection, Set<Bytes32> hashes, long settledBefore,
      Set<Long> slots) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
      statement.setArray(1, Rows.hashes(connection, hashes));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long slot = row.getLong(3);
          boolean told = !row.wasNull();
          if (Rows.micros(row, 2) < settledBefore) {
            hashes.remove(Bytes32.of(row.getBytes(1)));
          } else if (told) {
            slots.add(slot);
          }
        }
      }
    }
  }

  /** Deletes the rows of how they spread; the times that these had, Unix microseconds. */
  private static Set<Long> removed(Connection connection, Set<Bytes32> hashes) throws SQLException {
    Set<Long> times = new TreeSet<>();
    try (PreparedStatement delete = connection.prepareStatement(CONVERGED_BEFORE)) {
      delete.setArray(1, Rows.hashes(connection, hashes));
      Rows.times(delete, times);
    }
    return times;
  }

  private static void seen(Connection connection, Map<Bytes32, Block> blocks) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
      for (var entry : blocks.entrySet()) {
        Block block = entry.getValue();
        var authored = block.first(Thing.AUTHORED);
        var finalized = block.first(Thing.FINALIZED_BLOCK);
        statement.setObject(1, Rows.time(block.time()));
        statement.setBytes(2, entry.getKey().toByteArray());
        statement.setObject(3, block.knownSlot(), Types.BIGINT);
        statement.setObject(4, authored == null ? null : (Integer) authored.node(), Types.INTEGER);
        statement.setObject(5, authored == null ? null : Rows.time(authored.micros()),
            Types.TIMESTAMP_WITH_TIMEZONE);
        statement.setInt(6, block.count(Thing.IMPORTING));
        statement.setInt(7, block.count(Thing.BEST_BLOCK));
        statement.setInt(8, block.count(Thing.FINALIZED_BLOCK));
        statement.setObject(9, finalized == null ? null : Rows.time(finalized.micros()),
            Types.TIMESTAMP_WITH_TIMEZONE);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Of the blocks whose author says when it was made; adds these times. */
  private static void converged(Connection connection, Map<Bytes32, Block> blocks, Set<Long> changed)
      throws SQLException {
    Map<Bytes32, Earliest.First> anchors = new HashMap<>();
    blocks.forEach((hash, block) -> {
      var authored = block.first(Thing.AUTHORED);
      if (authored != null) {
        anchors.put(hash, authored);
        changed.add(authored.micros());
      }
    });
    if (anchors.isEmpty()) {
      return;
    }
    Clocks clocks = around(connection, anchors.values());
    try (PreparedStatement statement = connection.prepareStatement(CONVERGED)) {
      for (var entry : blocks.entrySet()) {
        var anchor = anchors.get(entry.getKey());
        if (anchor != null) {
          Block block = entry.getValue();
          for (var reports : block.reports.entrySet()) {
            statement.setObject(1, Rows.time(anchor.micros()));
            statement.setBytes(2, entry.getKey().toByteArray());
            statement.setShort(3, reports.getKey());
            statement.setObject(4, block.knownSlot(), Types.BIGINT);
            statement.setInt(5, anchor.node());
            statement.setInt(6, reports.getValue().size());
            new Offsets(false).add(reports.getValue(), anchor, clocks.at(anchor.micros())).set(statement, 7);
            statement.addBatch();
          }
        }
      }
      statement.executeBatch();
    }
  }

  /** The clocks around some anchors. */
  static Clocks around(Connection connection, Collection<Earliest.First> anchors) throws SQLException {
    List<Long> times = new ArrayList<>();
    anchors.forEach(anchor -> times.add(anchor.micros()));
    times.sort(Long::compare);
    return Clocks.read(connection, times.getFirst(), times.getLast());
  }
}
