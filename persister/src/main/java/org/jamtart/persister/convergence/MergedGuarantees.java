package org.jamtart.persister.convergence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jamtart.persister.merge.Merged;
import org.jamtart.persister.time.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * How fast the guarantee of each work-report reached the nodes, from the moment at which the first guarantor had built it. A
 * report that no guarantor said to have built has no such moment: its receptions wait in their parts for one that does.
 */
final class MergedGuarantees implements Merged {

  private static final String SETTLED = """
      select hash from guarantee_convergence where hash = any(?) and built_at < ?""";

  private static final String SLOTS = "select distinct slot from guarantee_convergence where hash = any(?)";

  private static final String INSERT = """
      insert into guarantee_convergence (built_at, hash, slot, node, core, package, node_count, offsets, offsets_skewless)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private final Settled settled;
  private final SpreadHours hours;

  /** @param hours of guarantees, assurances and blocks, which are settled alike */
  MergedGuarantees(Settled settled, SpreadHours hours) {
    this.settled = settled;
    this.hours = hours;
  }

  @Override
  public void settle(Connection connection) throws SQLException {
    hours.next(connection, Times.instant(settled.before(connection)));
  }

  @Override
  public short kind() {
    return Thing.GUARANTEE.id();
  }

  @Override
  public String name() {
    return "guarantees";
  }

  /** What the nodes said of the guarantee of a report. */
  private static final class Guarantee {
    private final Earliest received = new Earliest();
    private @Nullable Built first;
    private @Nullable Built known;

    void add(short type, long bucket, ByteBuffer entries) {
      while (entries.hasRemaining()) {
        int node = entries.getInt();
        long micros = Rows.micros(bucket, entries);
        if (type == Thing.GUARANTEE_RECEIVED) {
          received.add(node, micros);
        } else {
          Built built = Built.read(new Earliest.First(node, micros), entries);
          first = Built.earlier(first, built);
          known = built.core >= 0 ? Built.earlier(known, built) : known;
        }
      }
    }

    boolean isBuilt() {
      return first != null;
    }

    Built first() {
      return Objects.requireNonNull(first);
    }

    /** Core and package are those of the report: the first of its guarantors who knows them does for all. */
    Built known() {
      return known == null ? first() : known;
    }
  }

  /** A GuaranteeBuilt(105); core -1 and no package where the guarantor's earlier events were not seen. */
  private record Built(Earliest.First report, long slot, int core, @Nullable Bytes32 workPackage) {

    private static final Comparator<Built> ORDER = Comparator
        .comparingLong((Built built) -> built.report.micros())
        .thenComparingInt(built -> built.report.node())
        .thenComparingLong(Built::slot)
        .thenComparingInt(Built::core);

    static Built read(Earliest.First report, ByteBuffer entries) {
      long slot = Integer.toUnsignedLong(entries.getInt());
      int core = entries.getInt();
      boolean known = entries.get() != 0;
      byte[] hash = new byte[Bytes32.SIZE];
      entries.get(hash);
      return new Built(report, slot, core, known ? Bytes32.of(hash) : null);
    }

    static Built earlier(@Nullable Built one, Built other) {
      return one == null || ORDER.compare(other, one) < 0 ? other : one;
    }
  }

  @Override
  public void merge(Connection connection, List<byte[]> keys) throws SQLException {
    long settledBefore = settled.before(connection);
    Set<Bytes32> hashes = new TreeSet<>();
    keys.forEach(key -> hashes.add(Bytes32.of(key)));
    removeSettled(connection, hashes, settledBefore);
    Map<Bytes32, Guarantee> guarantees = new TreeMap<>();
    Rows.parts(connection, hashes, (type, hash, bucket, entries) -> guarantees
        .computeIfAbsent(hash, key -> new Guarantee())
        .add(type, bucket, entries), Thing.GUARANTEE_BUILT, Thing.GUARANTEE_RECEIVED);
    guarantees.values().removeIf(guarantee -> !guarantee.isBuilt());
    if (guarantees.isEmpty()) {
      return;
    }
    Set<Long> slots = slots(connection, guarantees.keySet());
    Rows.update(connection, "delete from guarantee_convergence where hash = any(?)", guarantees.keySet());
    insert(connection, guarantees);
    guarantees.values().forEach(guarantee -> slots.add(guarantee.first().slot));
    hours.again(connection, SpreadHours.GUARANTEES, GuaranteeSlots.merge(connection, slots, settledBefore));
  }

  private static void removeSettled(Connection connection, Set<Bytes32> hashes, long settledBefore)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SETTLED)) {
      statement.setArray(1, Rows.hashes(connection, hashes));
      statement.setObject(2, Rows.time(settledBefore));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hashes.remove(Bytes32.of(row.getBytes(1)));
        }
      }
    }
  }

  /** The slots to which they were counted before. */
  private static Set<Long> slots(Connection connection, Set<Bytes32> hashes) throws SQLException {
    Set<Long> slots = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(SLOTS)) {
      statement.setArray(1, Rows.hashes(connection, hashes));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          slots.add(row.getLong(1));
        }
      }
    }
    return slots;
  }

  private static void insert(Connection connection, Map<Bytes32, Guarantee> guarantees) throws SQLException {
    Clocks clocks = MergedBlocks.around(connection,
        guarantees.values().stream().map(each -> each.first().report).toList());
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (var entry : guarantees.entrySet()) {
        Guarantee guarantee = entry.getValue();
        Earliest.First anchor = guarantee.first().report;
        Built known = guarantee.known();
        statement.setObject(1, Rows.time(anchor.micros()));
        statement.setBytes(2, entry.getKey().toByteArray());
        statement.setLong(3, guarantee.first().slot);
        statement.setInt(4, anchor.node());
        statement.setObject(5, known.core < 0 ? null : (Integer) known.core, Types.INTEGER);
        statement.setBytes(6, known.workPackage == null ? null : known.workPackage.toByteArray());
        statement.setInt(7, guarantee.received.size());
        new Offsets(false).add(guarantee.received, anchor, clocks.at(anchor.micros()))
            .setOffsets(statement, 8);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
