package org.jamtart.persister.peer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
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
        new Buckets("bucket", Tier.HOUR.length(), settings.counts(), "", table)));
  }

  @Override
  public Collector collector(Moment moment) {
    return new Hours(table.need(), Tier.HOUR.bucket(moment.now() - settings.counts().toMillis() * 1000));
  }

  private record Key(long bucket, int node, Bytes32 peer, short type) {}

  private record Count(long events, long last) {
    Count plus(Count other) {
      return new Count(events + other.events, Math.max(last, other.last));
    }
  }

  private static final class Hours implements Collector {
    private final PartitionedTable.Need partitions;
    private final long horizon;
    private final Map<Key, Count> counts = new TreeMap<>(Comparator.comparingLong(Key::bucket)
        .thenComparing(Key::type)
        .thenComparingInt(Key::node)
        .thenComparing(Key::peer));

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
        counts.merge(new Key(bucket, frame.session().node().number(), told.peer(), type),
            new Count(1, frame.timeMicros()), Count::plus);
      }
    }

    @Override
    public void prepare() {
      partitions.make();
    }

    @Override
    public void write(StatelessSession database) {
      var rows = new SumColumns(SumTable.PEER_COUNT);
      counts.forEach((key, count) -> rows.with(key.bucket)
          .with(key.type)
          .with(key.node)
          .with(key.peer.toByteArray())
          .with(count.events)
          .with(count.last));
      Inserts.sums(database, rows);
    }
  }
}
