package org.jamtart.persister.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.jamtart.store.NetworkStatusRow;
import org.jamtart.store.NodeStatusRow;
import org.jamtart.store.StatusReports.Figures;
import org.jamtart.store.StatusReports.Guarantees;
import org.jamtart.store.StatusReports.Spread;
import org.jamtart.store.Tier;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.StatusEvent.Status;

/** The status reports of each node, minute by minute, and of all nodes together, by the minute and the hour. */
final class StatusMinutes implements Projection {

  static final String TABLE = "node_status";
  static final String TOGETHER = "network_status";
  private static final List<Tier> TIERS = List.of(Tier.MINUTE, Tier.HOUR);
  private static final int STATUS = 10;

  private final Partitions partitions;
  private final NodeSettings settings;

  StatusMinutes(Partitions partitions, NodeSettings settings) {
    this.partitions = partitions;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public Kind kind() {
    return Kind.ADDITIVE;
  }

  @Override
  public List<AddedTable> added() {
    List<AddedTable> added = new ArrayList<>();
    added.add(AddedTable.of(TABLE, Writer.NODE,
        new Buckets("bucket", Tier.MINUTE.length(), settings.status(), null, partitions.table(TABLE))));
    for (Tier tier : TIERS) {
      added.add(AddedTable.of(TOGETHER, Writer.PARTITION, new Buckets("bucket", tier.length(),
          settings.status(), tier, partitions.table(tier.table(TOGETHER)))));
    }
    return added;
  }

  @Override
  public Collector collector(Moment moment) {
    return new Minutes(moment.now());
  }

  private record Minute(int node, long bucket) {}

  /** Of all nodes of a partition of the log. */
  private record Together(Tier tier, long bucket, int partition) {}

  private final class Minutes implements Collector {
    private final PartitionedTable.Need ofNodes = partitions.table(TABLE).need();
    private final Map<Tier, PartitionedTable.Need> ofAll = new EnumMap<>(Tier.class);
    private final long horizon;
    private final Map<Minute, Figures> minutes = new TreeMap<>(
        Comparator.comparingInt(Minute::node).thenComparingLong(Minute::bucket));
    private final Map<Together, Figures> together = new TreeMap<>(Comparator.comparing(Together::tier)
        .thenComparingLong(Together::bucket)
        .thenComparingInt(Together::partition));

    Minutes(long now) {
      this.horizon = Tier.MINUTE.bucket(now - settings.status().toMillis() * 1000);
      TIERS.forEach(tier -> ofAll.put(tier, partitions.table(tier.table(TOGETHER)).need()));
    }

    @Override
    public void frame(Frame frame) {
      if (frame.type() != STATUS || !frame.isEvent()) {
        return;
      }
      long bucket = Tier.MINUTE.bucket(frame.timeMicros());
      if (bucket < horizon) {
        return;
      }
      try {
        if (frame.decode() instanceof Status status) {
          add(frame, bucket, figures(status));
        }
      } catch (DecodeException e) {
        throw new IllegalStateException("an event that was judged to be one does not decode", e);
      }
    }

    private void add(Frame frame, long bucket, Figures figures) {
      ofNodes.add(bucket);
      minutes.merge(new Minute(frame.session().node().number(), bucket), figures, StatusMinutes::plus);
      ofAll.forEach((tier, need) -> {
        var key = new Together(tier, tier.bucket(bucket), frame.partition());
        need.add(key.bucket);
        together.merge(key, figures, StatusMinutes::plus);
      });
    }

    @Override
    public void prepare() {
      ofNodes.make();
      ofAll.values().forEach(PartitionedTable.Need::make);
    }

    @Override
    public void write(StatelessSession database) {
      List<NodeStatusRow> rows = new ArrayList<>();
      minutes.forEach((minute, figures) -> rows
          .add(new NodeStatusRow(Times.instant(minute.bucket), minute.node, figures)));
      Inserts.rows(database, NodeStatusRow.INSERT, rows);
      List<NetworkStatusRow> all = new ArrayList<>();
      together.forEach((key, figures) -> all.add(new NetworkStatusRow(
          Times.instant(key.bucket), key.partition, key.tier.id(), figures)));
      Inserts.rows(database, NetworkStatusRow.INSERT, all);
    }
  }

  private static Figures figures(Status status) {
    byte[] guarantees = status.guaranteesPerCore().toByteArray();
    long sum = 0;
    int least = 255;
    int most = 0;
    int zero = 0;
    for (byte each : guarantees) {
      int count = each & 0xff;
      sum += count;
      least = Math.min(least, count);
      most = Math.max(most, count);
      zero += count == 0 ? 1 : 0;
    }
    return new Figures(1, Spread.of(status.numPeers()), Spread.of(status.numValidatorPeers()),
        Spread.of(status.numAnnouncementPeers()), Spread.of(status.numShards()),
        Spread.of(status.shardsSizeBytes()), Spread.of(status.numPreimages()),
        Spread.of(status.preimagesSizeBytes()),
        new Guarantees(guarantees.length, sum, least, most, zero));
  }

  private static Figures plus(Figures a, Figures b) {
    Guarantees one = a.guarantees();
    Guarantees other = b.guarantees();
    return new Figures(a.reports() + b.reports(), a.peers().plus(b.peers()),
        a.valPeers().plus(b.valPeers()), a.syncPeers().plus(b.syncPeers()), a.shards().plus(b.shards()),
        a.shardsSize().plus(b.shardsSize()), a.preimages().plus(b.preimages()),
        a.preimagesSize().plus(b.preimagesSize()),
        new Guarantees(one.cores() + other.cores(), one.sum() + other.sum(),
            Math.min(one.min(), other.min()), Math.max(one.max(), other.max()),
            Math.max(one.zeroCores(), other.zeroCores())));
  }
}
