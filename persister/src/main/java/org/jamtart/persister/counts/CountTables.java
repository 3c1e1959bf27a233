package org.jamtart.persister.counts;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.AddedTable.Writer;
import org.jamtart.store.Tier;

/** The tables of the counts: which tiers each has, and how long they are kept. Thread-safe. */
final class CountTables {

  /** A count, and the finest tier that it has. */
  enum Count {
    NODE("node_count", Writer.NODE, Tier.HALF_MINUTE), //
    ACTIVITY("node_activity", Writer.NODE, Tier.HALF_MINUTE), //
    NETWORK("network_count", Writer.PARTITION, Tier.SECOND), //
    CORE("core_count", Writer.PARTITION, Tier.MINUTE), //
    FAILURE("failure_count", Writer.NODE, Tier.MINUTE);

    private final String table;
    private final Writer writer;
    private final Tier finest;

    Count(String table, Writer writer, Tier finest) {
      this.table = table;
      this.writer = writer;
      this.finest = finest;
    }

    boolean has(Tier tier) {
      return tier.compareTo(finest) >= 0;
    }
  }

  private final Partitions partitions;
  private final CountSettings settings;

  CountTables(Partitions partitions, CountSettings settings) {
    this.partitions = partitions;
    this.settings = settings;
  }

  static List<Partitions.Kept> kept(CountSettings settings) {
    return Arrays.stream(Count.values())
        .flatMap(count -> Arrays.stream(Tier.values())
            .filter(count::has)
            .map(tier -> new Partitions.Kept(tier.table(count.table), CountSettings.partition(tier),
                settings.retention(tier))))
        .toList();
  }

  /** What a replay needs to build them again. */
  List<AddedTable> added() {
    return Arrays.stream(Count.values())
        .flatMap(count -> Arrays.stream(Tier.values()).filter(count::has).map(tier -> added(count, tier)))
        .toList();
  }

  private AddedTable added(Count count, Tier tier) {
    return AddedTable.of(count.table, count.writer, new Buckets("bucket", tier.length(),
        settings.retention(tier), tier, partitions.table(tier.table(count.table))));
  }

  /** First bucket that a tier still keeps at a moment, both Unix microseconds. */
  long horizon(Tier tier, long now) {
    return tier.bucket(now - settings.retention(tier).toMillis() * 1000);
  }

  /** The partitions that one transaction needs of a tier. */
  List<PartitionedTable.Need> needs(Tier tier) {
    return Arrays.stream(Count.values())
        .filter(count -> count.has(tier))
        .map(count -> partitions.table(tier.table(count.table)).need())
        .toList();
  }

  /** The same of every tier. */
  Map<Tier, List<PartitionedTable.Need>> needs() {
    Map<Tier, List<PartitionedTable.Need>> needs = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      needs.put(tier, needs(tier));
    }
    return needs;
  }
}
