package org.jamtart.persister.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.time.Times;
import org.jamtart.store.QuarantineGroupRow.Key;
import org.jamtart.store.NodeStreamRow;
import org.jamtart.store.QuarantineGroupRow;
import org.jamtart.store.QuarantineRow;
import org.jamtart.store.Schema;
import org.jamtart.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/** What is no event: kept with its bytes up to a quota per node, type, reason and hour, and counted beyond it. */
final class Quarantine implements Projection {

  /** Rows with bytes that one group keeps. */
  static final int QUOTA = 100;

  /** Which rows keep their bytes is decided hour by hour. */
  private static final Duration HOUR = Duration.ofHours(1);

  private final PartitionedTable table;
  private final Duration retention;

  Quarantine(PartitionedTable table, Duration retention) {
    this.table = table;
    this.retention = retention;
  }

  @Override
  public String name() {
    return "quarantine";
  }

  /** The counts of the groups add up. */
  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  @Override
  public List<AddedTable> added() {
    return List.of(
        AddedTable.of("quarantine", Writer.PARTITION,
            new Buckets("received", HOUR, retention, null, table)),
        AddedTable.of("quarantine_group", Writer.PARTITION, new Buckets("hour", HOUR, retention, null, null)),
        Streams.table());
  }

  @Override
  public Collector collector(Moment moment) {
    return new Cases(moment, table.need());
  }

  /** The cases of one group in one transaction. */
  private static final class Group {
    final List<QuarantineRow> rows = new ArrayList<>();
    long count;
  }

  /** Frames of one node: with their bytes, and only counted. */
  private record Kept(long rows, long beyond) {

    Kept plus(Kept other) {
      return new Kept(rows + other.rows, beyond + other.beyond);
    }
  }

  private static final class Cases implements Collector {
    private final Moment moment;
    private final PartitionedTable.Need partitions;
    private final Map<Key, Group> groups = new TreeMap<>(QuarantineQuota.ORDER);

    Cases(Moment moment, PartitionedTable.Need partitions) {
      this.moment = moment;
      this.partitions = partitions;
    }

    @Override
    public void frame(Frame frame) {
      if (frame.isEvent()) {
        return;
      }
      boolean condemned = frame.condemned() != null;
      String reason = condemned ? Frame.UNSTORABLE : frame.verdict().key();
      Group group = group(frame.received(), frame.session().node().number(), frame.partition(), reason,
          frame.type());
      if (isKept(group, frame.receivedMicros())) {
        group.rows.add(row(frame, reason));
      }
    }

    @Override
    public void foreign(ForeignRecord record) {
      Instant received = Times.instant(record.received());
      Group group = group(received, Schema.NO_NODE, record.partition(), record.reason(),
          Schema.UNREADABLE_TYPE);
      if (isKept(group, record.received())) {
        group.rows.add(
            new QuarantineRow(received, record.id(), record.partition(), record.offset(), record.reason(),
                Text.storable(record.message()), record.value()));
      }
    }

    private Group group(Instant received, int node, int partition, String reason, short type) {
      var key = new Key(received.truncatedTo(ChronoUnit.HOURS), node, partition, reason, type);
      Group group = groups.computeIfAbsent(key, k -> new Group());
      group.count++;
      return group;
    }

    private boolean isKept(Group group, long received) {
      if (group.rows.size() >= QUOTA || received < moment.quarantineHorizon()) {
        return false;
      }
      partitions.add(received);
      return true;
    }

    private static QuarantineRow row(Frame frame, String reason) {
      String condemned = frame.condemned();
      byte[] bytes = frame.bytes();
      DecodeException error = condemned == null ? decodeError(frame) : null;
      String message = condemned != null
          ? condemned
          : error == null ? frame.verdict().key() : String.valueOf(error.getMessage());
      QuarantineRow row = new QuarantineRow(frame.received(),
          QuarantineQuota.id(frame.session().uuid(), frame.seq()),
          frame.partition(), frame.offset(), reason, Text.storable(message), bytes)
          .frame(frame.session().node().number(), frame.session().number(), frame.seq(), frame.eventId(),
              frame.type(),
              frame.hasTime() ? Times.instant(frame.timeMicros()) : null);
      return error == null
          ? row
          : row.where(Text.storable(error.field()), error.offset(), Text.storable(error.expected()),
              Text.storable(error.found()));
    }

    private static @Nullable DecodeException decodeError(Frame frame) {
      try {
        frame.decode();
        return null;
      } catch (DecodeException e) {
        return e;
      }
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      if (groups.isEmpty()) {
        return;
      }
      Map<Key, Long> before = database
          .doReturningWork(connection -> QuarantineQuota.counts(connection, groups.keySet()));
      List<QuarantineRow> rows = new ArrayList<>();
      List<QuarantineGroupRow> counts = new ArrayList<>();
      Map<Integer, Kept> kept = new TreeMap<>();
      groups.forEach((key, group) -> {
        long room = Math.max(0, QUOTA - before.getOrDefault(key, 0L));
        int keeps = (int) Math.min(room, group.rows.size());
        rows.addAll(group.rows.subList(0, keeps));
        kept.merge(key.node(), new Kept(keeps, group.count - keeps), Kept::plus);
        counts.add(new QuarantineGroupRow(key, group.count));
      });
      Inserts.all(database, rows);
      Inserts.all(database, counts);
      kept.remove((int) Schema.NO_NODE); // records, not frames of a node
      Inserts.rows(database, NodeStreamRow.INSERT, kept.entrySet()
          .stream()
          .map(node -> new NodeStreamRow(node.getKey()).malformed(node.getValue().rows(),
              node.getValue().beyond()))
          .toList());
    }
  }
}
