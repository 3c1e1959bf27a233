package org.jamtart.persister.pending;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;

/**
 * What of {@code node_sum} is in pending sums, by node: readable by SQL, since a node's account is written at once and held
 * against its totals.
 */
final class NodeSums {

  private static final class Sum {
    private long events;
    private long unknown;
    private long malformed;
    private BigDecimal dropped = BigDecimal.ZERO;
  }

  private final Map<Integer, Sum> nodes = new TreeMap<>();

  NodeSums(Collection<SumColumns> tables) {
    for (SumColumns rows : tables) {
      if (rows.table() == SumTable.NODE_SUM) {
        add(rows);
      }
    }
  }

  private void add(SumColumns rows) {
    var node = rows.column("node");
    var events = rows.column("events");
    var unknown = rows.column("unknown");
    var malformed = rows.column("malformed");
    var dropped = rows.text("dropped");
    for (int row = 0; row < rows.size(); row++) {
      Sum sum = nodes.computeIfAbsent((int) node.applyAsLong(row), number -> new Sum());
      sum.events += events.applyAsLong(row);
      sum.unknown += unknown.applyAsLong(row);
      sum.malformed += malformed.applyAsLong(row);
      sum.dropped = sum.dropped.add(new BigDecimal(dropped.apply(row)));
    }
  }

  int[] nodes() {
    return nodes.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  long[] events() {
    return nodes.values().stream().mapToLong(sum -> sum.events).toArray();
  }

  long[] unknown() {
    return nodes.values().stream().mapToLong(sum -> sum.unknown).toArray();
  }

  long[] malformed() {
    return nodes.values().stream().mapToLong(sum -> sum.malformed).toArray();
  }

  /** Decimal digits. */
  String[] dropped() {
    return nodes.values().stream().map(sum -> sum.dropped.toPlainString()).toArray(String[]::new);
  }
}
