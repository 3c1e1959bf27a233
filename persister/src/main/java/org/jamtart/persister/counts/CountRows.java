package org.jamtart.persister.counts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jamtart.persister.counts.Counts.Activity;
import org.jamtart.persister.counts.Counts.NodeBucket;
import org.jamtart.persister.counts.Counts.Second;
import org.jamtart.store.Schema;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jamtart.store.Tier;

/**
 * Sums of the cells of one transaction, as rows in the order of their keys: cells are put in the order of a table's key, and
 * neighbours that are one there are added. Each tier is added up from the cells of the finer one.
 */
final class CountRows {

  private final SumColumns nodes = new SumColumns(SumTable.NODE_COUNT);
  private final SumColumns activities = new SumColumns(SumTable.NODE_ACTIVITY);
  private final SumColumns network = new SumColumns(SumTable.NETWORK_COUNT);
  private final SumColumns cores = new SumColumns(SumTable.CORE_COUNT);
  private final SumColumns failures = new SumColumns(SumTable.FAILURE_COUNT);

  private record Counted(Cell cell, long events) {}

  private interface Row {
    void add(Cell cell, long events);
  }

  /** Cells of a coarser tier, in which nothing is counted by subject. */
  static Map<Cell, long[]> coarser(Tier tier, Map<Cell, long[]> cells) {
    Map<Cell, long[]> sums = HashMap.newHashMap(cells.size());
    cells.forEach((cell, count) -> sums.computeIfAbsent(new Cell(tier.bucket(cell.bucket()), cell.node(),
        cell.partition(), cell.type(), cell.core(), Schema.NONE, cell.reason()),
        key -> new long[1])[0] += count[0]);
    return sums;
  }

  /** Adds the finest cells as they are, buckets from the horizon on. */
  void addFinest(long horizon, Map<Cell, long[]> cells) {
    short tier = Tier.HALF_MINUTE.id();
    List<Counted> kept = kept(horizon, cells);
    sum(kept, CountRows::byNodeAndReason, cell -> true, (cell, events) -> nodes.with(tier)
        .with(cell.node())
        .with(cell.bucket())
        .with(cell.type())
        .with(cell.core())
        .with(cell.reason())
        .with(events));
    sum(kept, CountRows::bySubjectAndReason, cell -> true, (cell, events) -> network.with(tier)
        .with(cell.type())
        .with(cell.bucket())
        .with(cell.subject())
        .with(cell.reason())
        .with(cell.partition())
        .with(events));
  }

  /** Adds the cells of a coarser tier, buckets from the horizon on. */
  void add(Tier coarse, long horizon, Map<Cell, long[]> cells) {
    short tier = coarse.id();
    List<Counted> kept = kept(horizon, cells);
    sum(kept, CountRows::byNode, cell -> true, (cell, events) -> nodes.with(tier)
        .with(cell.node())
        .with(cell.bucket())
        .with(cell.type())
        .with(cell.core())
        .with("")
        .with(events));
    sum(kept, CountRows::byType, cell -> true, (cell, events) -> network.with(tier)
        .with(cell.type())
        .with(cell.bucket())
        .with(Schema.NONE)
        .with("")
        .with(cell.partition())
        .with(events));
    sum(kept, CountRows::byCore, cell -> cell.core() >= 0, (cell, events) -> cores.with(tier)
        .with(cell.core())
        .with(cell.bucket())
        .with(cell.type())
        .with(cell.partition())
        .with(events));
    sum(kept, CountRows::byFailure, cell -> Counts.isFailure(cell.type()),
        (cell, events) -> failures.with(tier)
            .with(cell.type())
            .with(cell.bucket())
            .with(cell.reason())
            .with(cell.node())
            .with(events));
  }

  private static List<Counted> kept(long horizon, Map<Cell, long[]> cells) {
    List<Counted> kept = new ArrayList<>(cells.size());
    cells.forEach((cell, count) -> {
      if (cell.bucket() >= horizon) {
        kept.add(new Counted(cell, count[0]));
      }
    });
    return kept;
  }

  /** Brings the cells that a table has into its order, and gives those together that are one row of it. */
  private static void sum(List<Counted> cells, Comparator<Cell> order, Predicate<Cell> has, Row row) {
    List<Counted> sorted = new ArrayList<>(cells.size());
    for (Counted each : cells) {
      if (has.test(each.cell)) {
        sorted.add(each);
      }
    }
    sorted.sort((a, b) -> order.compare(a.cell, b.cell));
    for (int from = 0; from < sorted.size();) {
      Cell cell = sorted.get(from).cell;
      long events = 0;
      int to = from;
      while (to < sorted.size() && order.compare(cell, sorted.get(to).cell) == 0) {
        events += sorted.get(to).events;
        to++;
      }
      row.add(cell, events);
      from = to;
    }
  }

  // The orders of the tables' keys, of one tier. By hand: they are asked for every two cells of a transaction many times.

  private static int byNode(Cell a, Cell b) {
    int order = Integer.compare(a.node(), b.node());
    order = order != 0 ? order : Long.compare(a.bucket(), b.bucket());
    order = order != 0 ? order : Short.compare(a.type(), b.type());
    return order != 0 ? order : Integer.compare(a.core(), b.core());
  }

  private static int byNodeAndReason(Cell a, Cell b) {
    int order = byNode(a, b);
    return order != 0 ? order : a.reason().compareTo(b.reason());
  }

  private static int byType(Cell a, Cell b) {
    int order = Short.compare(a.type(), b.type());
    order = order != 0 ? order : Long.compare(a.bucket(), b.bucket());
    return order != 0 ? order : Integer.compare(a.partition(), b.partition());
  }

  private static int bySubjectAndReason(Cell a, Cell b) {
    int order = byType(a, b);
    order = order != 0 ? order : Long.compare(a.subject(), b.subject());
    return order != 0 ? order : a.reason().compareTo(b.reason());
  }

  private static int byCore(Cell a, Cell b) {
    int order = Integer.compare(a.core(), b.core());
    return order != 0 ? order : byType(a, b);
  }

  private static int byFailure(Cell a, Cell b) {
    int order = Short.compare(a.type(), b.type());
    order = order != 0 ? order : Long.compare(a.bucket(), b.bucket());
    order = order != 0 ? order : a.reason().compareTo(b.reason());
    return order != 0 ? order : Integer.compare(a.node(), b.node());
  }

  /** Adds what the nodes did, buckets from the horizon on. */
  void addActivities(Tier tier, long horizon, Map<NodeBucket, Activity> activity) {
    Map<NodeBucket, Activity> sums = new TreeMap<>(
        Comparator.comparingLong(NodeBucket::bucket).thenComparingInt(NodeBucket::node));
    activity.forEach((key, figures) -> {
      long bucket = tier.bucket(key.bucket());
      if (bucket >= horizon) {
        sums.computeIfAbsent(new NodeBucket(bucket, key.node()), absent -> new Activity()).add(figures);
      }
    });
    sums.forEach((key, figures) -> activities.with(tier.id())
        .with(key.bucket())
        .with(key.node())
        .with(figures.events)
        .with(figures.failures)
        .with(figures.dropped)
        .with(figures.best)
        .with(figures.finalized));
  }

  /** Adds the network's seconds. */
  void addSeconds(Map<Second, long[]> seconds) {
    Map<Second, long[]> sorted = new TreeMap<>(Comparator.comparing(Second::type)
        .thenComparingLong(Second::bucket)
        .thenComparingInt(Second::partition));
    sorted.putAll(seconds);
    sorted.forEach((second, count) -> network.with(Tier.SECOND.id())
        .with(second.type())
        .with(second.bucket())
        .with(Schema.NONE)
        .with("")
        .with(second.partition())
        .with(count[0]));
  }

  List<SumColumns> all() {
    return List.of(nodes, activities, network, cores, failures);
  }
}
