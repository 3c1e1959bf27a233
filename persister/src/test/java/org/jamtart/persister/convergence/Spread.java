package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jamtart.persister.database.Database;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.time.Times;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.wire.Bytes32;

/** What nodes say of blocks, guarantees and assurances, each time in a transaction of its own. */
final class Spread {

  private final Partitions partitions;
  private final TestDatabase database;
  private final TreeSet<byte[]> changed = new TreeSet<>(Arrays::compareUnsigned);

  Spread(Partitions partitions, TestDatabase database) throws SQLException {
    this.partitions = partitions;
    this.database = database;
    for (String table : List.of("seen_block", "block_convergence", "guarantee_convergence",
        "guarantee_slot_convergence", "assurance_convergence", "assurance_sender_convergence")) {
      make(table, "2026-03-01T00:00:00Z");
    }
  }

  private void make(String table, String time) {
    var need = partitions.table(table).need();
    need.add(Times.micros(Instant.parse(time)));
    need.make();
  }

  /**
   * Node 1 makes a block and a guarantee of a report for a slot of its own and begins to distribute its assurance of an anchor; some
   * nodes receive all of them a second later.
   */
  void all(int number, String time, int receivers) {
    all(number, number, time, receivers);
  }

  /** The same for a slot that other reports are for, too. */
  void all(int number, int slot, String time, int receivers) {
    long micros = Times.micros(Instant.parse("2026-03-01T" + time));
    Bytes32 thing = Fixtures.peerId(number);
    Bytes32 sender = Fixtures.peerId(1);
    var parts = new Parts(partitions.table(Parts.TABLE).need());
    parts.add(Thing.GUARANTEE_BUILT, 0, thing, 1, micros, Reports.OF_BUILT)
        .putInt(slot)
        .putInt(0)
        .put((byte) 0)
        .put(new byte[Bytes32.SIZE]);
    parts.add(Thing.DISTRIBUTING_ASSURANCE, 0, thing, 1, micros, Bytes32.SIZE).put(sender.toByteArray());
    parts.add(Thing.AUTHORED, 0, thing, 1, micros, Reports.OF_BLOCK).putLong(number);
    for (int node = 1; node <= receivers; node++) {
      parts.add(Thing.IMPORTING, 0, thing, node, micros + Times.SECOND, Reports.OF_BLOCK).putLong(number);
      parts.add(Thing.GUARANTEE_RECEIVED, 0, thing, node, micros + Times.SECOND, 0);
      parts.add(Thing.ASSURANCE_RECEIVED, 0, thing, sender, node, micros + Times.SECOND);
    }
    parts.prepare();
    try (var factory = Database.sessionFactory(database.dataSource());
        var session = factory.openStatelessSession()) {
      var transaction = session.beginTransaction();
      parts.write(session);
      transaction.commit();
    }
    changed.add(thing.toByteArray());
  }

  /** Merges what has changed. */
  void merge(Connection connection, Settled settled, SpreadHours hours) throws SQLException {
    List<byte[]> keys = new ArrayList<>(changed);
    new MergedBlocks(settled, hours).merge(connection, keys);
    new MergedGuarantees(settled, hours).merge(connection, keys);
    new MergedAssurances(settled, hours).merge(connection, keys);
    changed.clear();
  }
}
