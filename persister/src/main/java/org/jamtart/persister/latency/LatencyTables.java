package org.jamtart.persister.latency;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.store.HistogramColumns;
import org.jamtart.store.Tier;

/** The tables of the histograms: which tiers they have, and how long these are kept. Thread-safe. */
final class LatencyTables {

  static final List<Tier> TIERS = List.of(Tier.MINUTE, Tier.HOUR);

  private final Partitions partitions;
  private final LatencySettings settings;

  LatencyTables(Partitions partitions, LatencySettings settings) {
    this.partitions = partitions;
    this.settings = settings;
  }

  static List<Partitions.Kept> kept(LatencySettings settings) {
    return TIERS.stream()
        .flatMap(tier -> names(tier).map(table -> new Partitions.Kept(table,
            tier == Tier.MINUTE ? Duration.ofDays(1) : Duration.ofDays(7), settings.retention(tier))))
        .toList();
  }

  private static Stream<String> names(Tier tier) {
    return Stream.of(HistogramColumns.OF_NODES, HistogramColumns.OF_NETWORK).map(tier::table);
  }

  /** What a replay needs to build them again. */
  List<AddedTable> added() {
    return TIERS.stream()
        .flatMap(tier -> Stream.of(added(HistogramColumns.OF_NODES, Writer.NODE, tier),
            added(HistogramColumns.OF_NETWORK, Writer.PARTITION, tier)))
        .toList();
  }

  private AddedTable added(String table, Writer writer, Tier tier) {
    return AddedTable.of(table, writer, new Buckets("bucket", tier.length(), settings.retention(tier),
        tier, partitions.table(tier.table(table))));
  }

  /** First bucket that a tier still keeps at a moment, both Unix microseconds. */
  long horizon(Tier tier, long now) {
    return tier.bucket(now - settings.retention(tier).toMillis() * 1000);
  }

  /** The partitions that one transaction needs of a tier. */
  List<PartitionedTable.Need> needs(Tier tier) {
    return names(tier).map(name -> partitions.table(name).need()).toList();
  }
}
