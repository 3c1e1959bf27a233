package org.jamtart.persister.pending;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of the tables that add up: what was pending for long may have expired meanwhile, and its partitions may be gone.
 * Thread-safe.
 */
final class SumBuckets {

  private final Map<SumTable, List<Buckets>> buckets = new EnumMap<>(SumTable.class);

  /** @param added all tables that add up; those of other kinds are left out */
  SumBuckets(Collection<AddedTable> added) {
    for (SumTable table : SumTable.values()) {
      List<Buckets> of = new ArrayList<>();
      for (AddedTable each : added) {
        if (each.table().equals(table.table()) && each.buckets() != null) {
          of.add(each.buckets());
        }
      }
      buckets.put(table, of);
    }
  }

  /** One length of buckets, at a moment. */
  private record Kept(Buckets buckets, long horizon, PartitionedTable.@Nullable Need need) {

    static Kept at(Buckets buckets, long now) {
      PartitionedTable partitions = buckets.partitions();
      return new Kept(buckets, buckets.floor(now - buckets.retention().toMillis() * 1000),
          partitions == null ? null : partitions.need());
    }

    boolean keeps(long bucket) {
      if (bucket < horizon) {
        return false;
      }
      if (need != null) {
        need.add(bucket);
      }
      return true;
    }

    void make() {
      if (need != null) {
        need.make();
      }
    }
  }

  /**
   * The rows whose buckets are kept at a moment, Unix microseconds; their partitions are made where they lack.
   *
   * @throws org.jamtart.persister.partition.PartitionException when that was not possible
   */
  SumColumns kept(SumColumns rows, long now) {
    List<Kept> all = buckets.getOrDefault(rows.table(), List.of())
        .stream()
        .map(each -> Kept.at(each, now))
        .toList();
    if (all.isEmpty()) {
      return rows;
    }
    IntToLongFunction time = rows.column(all.getFirst().buckets.column());
    SumColumns left;
    if (all.getFirst().buckets.tier() == null) {
      left = rows.only(row -> all.getFirst().keeps(time.applyAsLong(row)));
    } else {
      IntToLongFunction tier = rows.column("tier");
      left = rows.only(row -> of(all, tier.applyAsLong(row)).keeps(time.applyAsLong(row)));
    }
    all.forEach(Kept::make);
    return left;
  }

  private static Kept of(List<Kept> all, long tier) {
    for (Kept each : all) {
      if (each.buckets.tier() != null && each.buckets.tier().id() == tier) {
        return each;
      }
    }
    throw new IllegalArgumentException("sums of a tier " + tier + ", which the table does not have");
  }
}
