package org.jamtart.persister;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Beginnings and ends of requests as a reader of the specification pairs them: by hand from the bytes of one connection, whose
 * IDs it counts itself. It shares nothing with what it judges.
 */
final class Pairs {

  private static final long[] SHARD = {0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 5000};
  private static final long[] SPREAD = {0, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2000, 5000,
      10000,
      15000, 20000, 25000, 30000, 60000, 120000};

  /** Number of the flow, beginning, end, failure; as the table's comment lists them. */
  private static final int[][] FLOWS = {{1, 120, 125, 122}, {2, 121, 124, 122}, {3, 140, 145, 142},
      {4, 141, 145, 142}, {5, 148, 153, 150}, {6, 149, 153, 150}, {9, 162, 167, 164}, {10, 163, 167, 164},
      {11, 173, 178, 175}, {12, 174, 178, 175}, {13, 168, 170, 169}, {14, 193, 198, 195},
      {15, 194, 198, 195}};
  private static final Map<Integer, List<Integer>> ALLOWED = new HashMap<>();

  static {
    for (int[] flow : FLOWS) {
      ALLOWED.computeIfAbsent(flow[2], end -> new ArrayList<>()).add(flow[1]);
      ALLOWED.computeIfAbsent(flow[3], end -> new ArrayList<>()).add(flow[1]);
    }
    ALLOWED.put(124, List.of(121));
    ALLOWED.put(125, List.of(120, 121));
  }

  private static final int MOST = 23;

  /** Durations of a flow of a node in an hour or a minute. */
  record Key(long node, int flow, long bucket) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Arrays.compare(new long[]{node, flow, bucket}, new long[]{other.node, other.flow, other.bucket});
    }
  }

  /** What there was. */
  static final class Sum {
    long failed;
    long unpaired;
    long micros;
    final @Nullable Long[] counts = new @Nullable Long[MOST];

    @Override
    public String toString() {
      return failed + " " + unpaired + " " + micros + " " + Arrays.toString(counts);
    }
  }

  private record Begun(int type, long time) {}

  private final long length;
  private final Map<Key, Sum> sums = new TreeMap<>();

  /** @param seconds of a bucket of time */
  Pairs(long seconds) {
    this.length = seconds * 1_000_000;
  }

  /** By node, flow and bucket. */
  Map<String, String> sums() {
    Map<String, String> texts = new TreeMap<>();
    sums.forEach((key, sum) -> texts.put(key.toString(), sum.toString()));
    return texts;
  }

  /** All messages of one connection, in their order, without length prefixes. */
  void connection(long node, List<byte[]> frames) {
    Map<Long, Begun> begun = new HashMap<>();
    Map<Long, Long> audits = new HashMap<>();
    Map<Long, Long> reconstructions = new HashMap<>();
    long id = 0;
    for (byte[] frame : frames) {
      var message = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
      long time = message.getLong(0) + Connection.JCE;
      int type = frame[8] & 0xff;
      long about = frame.length >= 17 ? message.getLong(9) : 0;
      if (type == 0) {
        id += message.getLong(17);
        continue;
      }
      if (ALLOWED.containsKey(type)) {
        end(node, type, time, begun.get(about));
      } else if (type == 140) {
        audits.putIfAbsent(about, time);
      } else if (type == 146) {
        reconstructions.putIfAbsent(about, time);
      } else if (type == 147) {
        audit(node, time, reconstructions.get(about), audits.get(about));
      }
      begun.put(id, new Begun(type, time));
      id++;
    }
  }

  private void audit(long node, long time, @Nullable Long reconstructing, @Nullable Long asked) {
    if (reconstructing == null) {
      sum(node, 7, time).unpaired++;
    } else {
      sample(node, 7, time, time - reconstructing, false);
    }
    if (asked != null) {
      sample(node, 8, time, time - asked, false);
    }
  }

  private void end(long node, int type, long time, @Nullable Begun start) {
    boolean isFirst = true;
    for (int[] flow : FLOWS) {
      if (flow[2] != type && flow[3] != type) {
        continue;
      }
      if (start == null || !ALLOWED.getOrDefault(type, List.of()).contains(start.type)) {
        sum(node, flow[0], time).unpaired += isFirst ? 1 : 0;
        if (isFirst) {
          return;
        }
      } else if (start.type == flow[1]) {
        sample(node, flow[0], time, time - start.time, flow[3] == type);
      }
      isFirst = false;
    }
  }

  private Sum sum(long node, int flow, long time) {
    return sums.computeIfAbsent(new Key(node, flow, Math.floorDiv(time, length) * length), key -> new Sum());
  }

  private void sample(long node, int flow, long time, long micros, boolean failed) {
    Sum sum = sum(node, flow, time);
    long[] edges = flow <= 2 ? SHARD : SPREAD;
    int bucket = 0;
    while (bucket + 1 < edges.length && micros >= edges[bucket + 1] * 1_000) {
      bucket++;
    }
    @Nullable
    Long before = sum.counts[bucket];
    sum.counts[bucket] = before == null ? 1 : before + 1;
    sum.micros += Math.max(0, micros);
    sum.failed += failed ? 1 : 0;
  }
}
