package org.jamtart.persister.convergence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jamtart.persister.merge.Dirty;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.time.Times;
import org.jamtart.wire.Bytes32;

/**
 * The parts that one transaction adds: a row for each hour, type, thing and partition of the log, which is only ever inserted.
 * Parts are not rewritten as they grow, so what they cost does not depend on how many reports there were before; merging takes the
 * earliest report of each node, wherever it stands and however often. One thread.
 */
final class Parts {

  static final String TABLE = "convergence_part";

  /** Time that the offsets in a part are counted in: an hour in microseconds fits 32 bits. */
  static final long BUCKET = 3_600 * Times.SECOND;

  /** Bytes of a node and a time. */
  static final int REPORT = 8;

  private static final String INSERT = """
      insert into convergence_part (bucket, type, partition, thing, entries) values (?, ?, ?, ?, ?)""";

  private final PartitionedTable.Need partitions;
  private final Map<Part, Map<Bytes32, Entries>> parts = new HashMap<>();
  private final Dirty dirty = new Dirty();

  Parts(PartitionedTable.Need partitions) {
    this.partitions = partitions;
  }

  private record Part(long bucket, short type, int partition, Bytes32 thing) {

    static final Comparator<Part> ORDER = Comparator.comparingLong(Part::bucket)
        .thenComparing(Part::type)
        .thenComparing(Part::partition)
        .thenComparing(Part::thing);
  }

  /** Bytes that grow. */
  private static final class Entries {
    private ByteBuffer bytes = ByteBuffer.allocate(64);

    ByteBuffer room(int more) {
      if (bytes.remaining() < more) {
        bytes = ByteBuffer.allocate(2 * bytes.capacity() + more).put(bytes.flip());
      }
      return bytes;
    }

    byte[] toArray() {
      byte[] all = new byte[bytes.position()];
      bytes.get(0, all);
      return all;
    }
  }

  /** The entries as they are, or, of a type that has senders, after each sender how many are its. */
  private static byte[] encode(short type, Map<Bytes32, Entries> groups) {
    var all = new Entries();
    groups.forEach((sender, entries) -> {
      byte[] bytes = entries.toArray();
      if (type == Thing.ASSURANCE_RECEIVED) {
        all.room(Bytes32.SIZE + Integer.BYTES).put(sender.toByteArray()).putInt(bytes.length / REPORT);
      }
      all.room(bytes.length).put(bytes);
    });
    return all.toArray();
  }

  /**
   * Adds a report: its node, its time, and as many more bytes as the caller then writes.
   *
   * @param micros row time
   * @param more   bytes that its type adds to every report
   */
  ByteBuffer add(short type, int partition, Bytes32 thing, int node, long micros, int more) {
    return add(type, partition, thing, Bytes32.ZERO, node, micros, more);
  }

  /** Adds a report of which there is one from each sender; those of a sender stand together, so that its id is written once. */
  void add(short type, int partition, Bytes32 thing, Bytes32 sender, int node, long micros) {
    add(type, partition, thing, sender, node, micros, 0);
  }

  private ByteBuffer add(short type, int partition, Bytes32 thing, Bytes32 group, int node, long micros,
      int more) {
    long bucket = Math.floorDiv(micros, BUCKET) * BUCKET;
    var part = new Part(bucket, type, partition, thing);
    Map<Bytes32, Entries> groups = parts.get(part);
    if (groups == null) {
      groups = new HashMap<>();
      parts.put(part, groups);
      partitions.add(bucket);
      dirty.add(Thing.of(type).id(), partition, thing.toByteArray());
    }
    return groups.computeIfAbsent(group, absent -> new Entries())
        .room(REPORT + more)
        .putInt(node)
        .putInt((int) (micros - bucket));
  }

  /** Makes the partitions that the rows need. */
  void prepare() {
    partitions.make();
  }

  /** Writes the parts, and the marks of their things. */
  void write(StatelessSession database) {
    if (!parts.isEmpty()) {
      database.doWork(this::insert);
      dirty.write(database);
    }
  }

  private void insert(Connection connection) throws SQLException {
    List<Part> keys = new ArrayList<>(parts.keySet());
    keys.sort(Part.ORDER);
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Part key : keys) {
        Map<Bytes32, Entries> groups = parts.get(key);
        if (groups != null) {
          statement.setObject(1, Times.instant(key.bucket).atOffset(ZoneOffset.UTC));
          statement.setShort(2, key.type);
          statement.setInt(3, key.partition);
          statement.setBytes(4, key.thing.toByteArray());
          statement.setBytes(5, encode(key.type, groups));
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }
}
