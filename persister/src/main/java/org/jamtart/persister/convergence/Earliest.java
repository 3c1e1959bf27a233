package org.jamtart.persister.convergence;

import java.util.Arrays;

/**
 * The earliest report of each node: whatever the order of the reports, and however often one comes, the same. Not thread-safe.
 */
final class Earliest {

  private static final int FREE = 0; // no node has this number

  private int size;
  private int[] nodes = new int[16];
  private long[] times = new long[16];

  /** A node's report, Unix microseconds. */
  void add(int node, long micros) {
    if (2 * size >= nodes.length) {
      grow();
    }
    int at = place(nodes, node);
    if (nodes[at] == FREE) {
      nodes[at] = node;
      times[at] = micros;
      size++;
    } else {
      times[at] = Math.min(times[at], micros);
    }
  }

  private static int place(int[] nodes, int node) {
    int at = node * 0x9E3779B9 >>> 7 & nodes.length - 1;
    while (nodes[at] != FREE && nodes[at] != node) {
      at = at + 1 & nodes.length - 1;
    }
    return at;
  }

  private void grow() {
    int[] oldNodes = nodes;
    long[] oldTimes = times;
    nodes = new int[2 * oldNodes.length];
    times = new long[nodes.length];
    for (int i = 0; i < oldNodes.length; i++) {
      if (oldNodes[i] != FREE) {
        int at = place(nodes, oldNodes[i]);
        nodes[at] = oldNodes[i];
        times[at] = oldTimes[i];
      }
    }
  }

  /** How many nodes reported. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** A node and its earliest report. */
  @FunctionalInterface
  interface Report {
    void of(int node, long micros);
  }

  /** Every node's, in the order of their numbers. */
  void forEach(Report report) {
    int[] sorted = Arrays.stream(nodes).filter(node -> node != FREE).sorted().toArray();
    for (int node : sorted) {
      report.of(node, times[place(nodes, node)]);
    }
  }

  /** The first report of all; of two at once that of the lower number. There must be one. */
  First first() {
    First first = null;
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] != FREE && (first == null || times[i] < first.micros
          || times[i] == first.micros && nodes[i] < first.node)) {
        first = new First(nodes[i], times[i]);
      }
    }
    if (first == null) {
      throw new IllegalStateException("no node reported");
    }
    return first;
  }

  record First(int node, long micros) {}
}
