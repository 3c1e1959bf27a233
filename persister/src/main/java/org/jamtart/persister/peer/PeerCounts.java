package org.jamtart.persister.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** How many events of a kind each node said about each peer, hour by hour. */
final class PeerCounts implements Projection {

  static final String TABLE = "peer_count";

  private final PartitionedTable table;
  private final PeerSettings settings;

  PeerCounts(PartitionedTable table, PeerSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "peer-counts";
  }

  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  @Override
  public List<AddedTable> added() {
    return List.of(AddedTable.of(TABLE, Writer.NODE,
        new Buckets("bucket", Tier.HOUR.length(), settings.counts(), null, table)));
  }

  @Override
  public Collector collector(Moment moment) {
    return new Hours(table.need(), Tier.HOUR.bucket(moment.now() - settings.counts().toMillis() * 1000));
  }

  private record Key(long bucket, int node, Bytes32 peer, short type) {}

  /** The order of the table's key. */
  private static int compare(Key a, Key b) {
    int order = Long.compare(a.bucket, b.bucket);
    order = order != 0 ? order : Short.compare(a.type, b.type);
    order = order != 0 ? order : Integer.compare(a.node, b.node);
    return order != 0 ? order : a.peer.compareTo(b.peer);
  }

  private static final class Count {
    long events;
    long last = Long.MIN_VALUE;
  }

  private static final class Hours implements Collector {
    private final PartitionedTable.Need partitions;
    private final long horizon;
    private final Map<Key, Count> counts = new HashMap<>();

    Hours(PartitionedTable.Need partitions, long horizon) {
      this.partitions = partitions;
      this.horizon = horizon;
    }

    @Override
    public void frame(Frame frame) {
      short type = frame.type();
      long bucket = Tier.HOUR.bucket(frame.timeMicros());
      if (!Told.has(type) || !frame.isEvent() || bucket < horizon) {
        return;
      }
      @Nullable
      Told told = Told.of(frame);
      if (told != null) {
        partitions.add(bucket);
        Count count = counts.computeIfAbsent(
            new Key(bucket, frame.session().node().number(), told.peer(), type), key -> new Count());
        count.events++;
        count.last = Math.max(count.last, frame.timeMicros());
      }
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public List<SumColumns> sums() {
      var rows = new SumColumns(SumTable.PEER_COUNT);
      List<Map.Entry<Key, Count>> sorted = new ArrayList<>(counts.entrySet());
      sorted.sort(Map.Entry.comparingByKey(PeerCounts::compare));
      sorted.forEach(each -> rows.with(each.getKey().bucket)
          .with(each.getKey().type)
          .with(each.getKey().node)
          .with(each.getKey().peer.toByteArray())
          .with(each.getValue().events)
          .with(each.getValue().last));
      return List.of(rows);
    }
  }
}
