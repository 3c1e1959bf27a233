package org.jamtart.persister.latency;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.latency.Latencies.Cell;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.store.Flow;
import org.jamtart.store.Histogram;
import org.jamtart.store.HistogramColumns;
import org.jamtart.store.Tier;

/** Sums of the cells of one transaction, as rows in the order of their keys. */
final class LatencyRows {

  private static final Comparator<Key> ORDER = Comparator.comparing(Key::tier)
      .thenComparing(Key::flow)
      .thenComparing(Key::bucket)
      .thenComparing(Key::owner);

  private record Key(Tier tier, Flow flow, long bucket, int owner) {}

  private final Map<Key, Histogram> nodes = new TreeMap<>(ORDER);
  private final Map<Key, Histogram> network = new TreeMap<>(ORDER);

  /** Adds what one tier keeps: buckets from the horizon on. */
  void add(Tier tier, long horizon, Map<Cell, Histogram> cells) {
    cells.forEach((cell, histogram) -> {
      long bucket = tier.bucket(cell.minute());
      if (bucket >= horizon) {
        add(nodes, new Key(tier, cell.flow(), bucket, cell.node()), histogram);
        add(network, new Key(tier, cell.flow(), bucket, cell.partition()), histogram);
      }
    });
  }

  private static void add(Map<Key, Histogram> rows, Key key, Histogram histogram) {
    rows.computeIfAbsent(key, absent -> new Histogram(absent.flow.buckets())).add(histogram);
  }

  void insert(StatelessSession database) {
    Inserts.histograms(database, HistogramColumns.OF_NODES, "node", columns(nodes));
    Inserts.histograms(database, HistogramColumns.OF_NETWORK, "partition", columns(network));
  }

  private static HistogramColumns columns(Map<Key, Histogram> rows) {
    var columns = new HistogramColumns();
    rows.forEach((key, histogram) -> columns.add(key.tier, key.bucket, key.owner, key.flow, histogram));
    return columns;
  }
}
