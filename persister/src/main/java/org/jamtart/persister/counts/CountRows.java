package org.jamtart.persister.counts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.StatelessSession;
import org.jamtart.persister.counts.Counts.Activity;
import org.jamtart.persister.counts.Counts.NodeBucket;
import org.jamtart.persister.counts.Counts.Second;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.persister.time.Times;
import org.jamtart.store.CoreCountRow;
import org.jamtart.store.FailureCountRow;
import org.jamtart.store.NetworkCountRow;
import org.jamtart.store.NodeActivityRow;
import org.jamtart.store.NodeCountRow;
import org.jamtart.store.Schema;
import org.jamtart.store.Tier;

/** Sums of the cells of one transaction, as rows in the order of their keys. */
final class CountRows {

  private static final Comparator<NodeCountRow.Key> NODE = Comparator
      .comparingInt((NodeCountRow.Key key) -> key.tier())
      .thenComparingInt(NodeCountRow.Key::node)
      .thenComparing(NodeCountRow.Key::bucket)
      .thenComparing(NodeCountRow.Key::type)
      .thenComparingInt(NodeCountRow.Key::core)
      .thenComparing(NodeCountRow.Key::reason);
  private static final Comparator<NodeActivityRow.Key> ACTIVITY = Comparator
      .comparingInt((NodeActivityRow.Key key) -> key.tier())
      .thenComparing(NodeActivityRow.Key::bucket)
      .thenComparingInt(NodeActivityRow.Key::node);
  private static final Comparator<NetworkCountRow.Key> NETWORK = Comparator
      .comparingInt((NetworkCountRow.Key key) -> key.tier())
      .thenComparing(NetworkCountRow.Key::type)
      .thenComparing(NetworkCountRow.Key::bucket)
      .thenComparingLong(NetworkCountRow.Key::subject)
      .thenComparing(NetworkCountRow.Key::reason)
      .thenComparingInt(NetworkCountRow.Key::partition);
  private static final Comparator<CoreCountRow.Key> CORE = Comparator
      .comparingInt((CoreCountRow.Key key) -> key.tier())
      .thenComparingInt(CoreCountRow.Key::core)
      .thenComparing(CoreCountRow.Key::bucket)
      .thenComparing(CoreCountRow.Key::type)
      .thenComparingInt(CoreCountRow.Key::partition);

  private static final Comparator<FailureCountRow.Key> FAILURE = Comparator
      .comparingInt((FailureCountRow.Key key) -> key.tier())
      .thenComparing(FailureCountRow.Key::type)
      .thenComparing(FailureCountRow.Key::bucket)
      .thenComparing(FailureCountRow.Key::reason)
      .thenComparingInt(FailureCountRow.Key::node);

  private final Map<NodeCountRow.Key, Long> nodes = new HashMap<>();
  private final Map<NodeActivityRow.Key, Activity> activities = new HashMap<>();
  private final Map<NetworkCountRow.Key, Long> network = new HashMap<>();
  private final Map<CoreCountRow.Key, Long> cores = new HashMap<>();
  private final Map<FailureCountRow.Key, Long> failures = new HashMap<>();

  /** Adds what one tier keeps: buckets from the horizon on. */
  void add(Tier tier, long horizon, Map<Cell, long[]> cells, Map<NodeBucket, Activity> activity) {
    boolean finest = tier == Tier.HALF_MINUTE;
    cells.forEach((cell, count) -> {
      long bucket = tier.bucket(cell.bucket());
      if (bucket < horizon) {
        return;
      }
      var at = Times.instant(bucket);
      String reason = finest ? cell.reason() : "";
      nodes.merge(new NodeCountRow.Key(at, cell.core(), cell.node(), reason, tier.id(), cell.type()),
          count[0], Long::sum);
      network.merge(new NetworkCountRow.Key(at, cell.partition(), reason,
          finest ? cell.subject() : Schema.NONE, tier.id(), cell.type()), count[0], Long::sum);
      if (!finest && cell.core() >= 0) {
        cores.merge(
            new CoreCountRow.Key(at, cell.core(), cell.partition(), tier.id(), cell.type()), count[0],
            Long::sum);
      }
      if (!finest && Counts.isFailure(cell.type())) {
        failures.merge(new FailureCountRow.Key(at, cell.node(), cell.reason(), tier.id(), cell.type()),
            count[0], Long::sum);
      }
    });
    activity.forEach((key, figures) -> {
      long bucket = tier.bucket(key.bucket());
      if (bucket >= horizon) {
        activities
            .computeIfAbsent(new NodeActivityRow.Key(Times.instant(bucket), key.node(), tier.id()),
                absent -> new Activity())
            .add(figures);
      }
    });
  }

  /** Adds the network's seconds. */
  void add(Map<Second, long[]> seconds) {
    seconds.forEach((second, count) -> network.merge(new NetworkCountRow.Key(Times.instant(second.bucket()),
        second.partition(), "", Schema.NONE, Tier.SECOND.id(), second.type()), count[0], Long::sum));
  }

  void insert(StatelessSession database) {
    Inserts.all(database, rows(nodes, NODE, NodeCountRow::new));
    Inserts.all(database, rows(activities, ACTIVITY, (key, figures) -> new NodeActivityRow(key,
        new NodeActivityRow.Figures(figures.events, figures.failures, figures.dropped, figures.best,
            figures.finalized))));
    Inserts.all(database, rows(network, NETWORK, NetworkCountRow::new));
    Inserts.all(database, rows(cores, CORE, CoreCountRow::new));
    Inserts.all(database, rows(failures, FAILURE, FailureCountRow::new));
  }

  private static <K, V, R> List<R> rows(Map<K, V> values, Comparator<K> order, BiFunction<K, V, R> row) {
    List<K> keys = new ArrayList<>(values.keySet());
    keys.sort(order);
    List<R> rows = new ArrayList<>(keys.size());
    keys.forEach(key -> {
      V value = values.get(key);
      if (value != null) {
        rows.add(row.apply(key, value));
      }
    });
    return rows;
  }
}
