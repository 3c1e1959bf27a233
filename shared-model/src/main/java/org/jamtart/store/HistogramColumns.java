package org.jamtart.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of durations, gathered column by column and written by one statement whose parameters are arrays: what is written is
 * added to what is there. Counts that are 0 are null, which takes no space. Not thread-safe.
 */
public final class HistogramColumns {

  /** The histograms of a node; the owner is its number. */
  public static final String OF_NODES = "node_latency";

  /** Those of all nodes in one partition of the log, which is the owner. */
  public static final String OF_NETWORK = "network_latency";

  /** Columns of counts, {@code c0} and on. */
  public static final int COUNTS = 23;

  private static final int FIXED = 7;
  private static final List<String> COUNT = IntStream.range(0, COUNTS).mapToObj(i -> "c" + i).toList();

  private int size;
  private short[] tier = new short[64];
  private long[] bucket = new long[64];
  private int[] owner = new int[64];
  private short[] flow = new short[64];
  private long[] failed = new long[64];
  private long[] unpaired = new long[64];
  private long[] micros = new long[64];
  private final @Nullable Long[][] counts = new @Nullable Long[COUNTS][64];

  /**
   * The statement for one of the tables, whose parameters are numbered from 1 in the order of {@link #parameters}.
   *
   * @param owner name of the column of owners
   */
  public static String insert(String table, String owner) {
    return """
        insert into %s as t (tier, bucket, %s, flow, failed, unpaired, micros, %s)
        select tier, timestamptz 'epoch' + bucket_micros * interval '1 microsecond', owner, flow, failed, unpaired, micros, %s
        from unnest(cast(?1 as smallint[]), cast(?2 as bigint[]), cast(?3 as integer[]), cast(?4 as smallint[]),
          cast(?5 as bigint[]), cast(?6 as bigint[]), cast(?7 as bigint[]), %s)
          as given (tier, bucket_micros, owner, flow, failed, unpaired, micros, %s)
        on conflict (tier, flow, bucket, %s) do update set failed = t.failed + excluded.failed,
          unpaired = t.unpaired + excluded.unpaired, micros = t.micros + excluded.micros, %s"""
        .formatted(table, owner, String.join(", ", COUNT), String.join(", ", COUNT),
            IntStream.range(0, COUNTS)
                .mapToObj(i -> "cast(?" + (FIXED + 1 + i) + " as bigint[])")
                .collect(Collectors.joining(", ")),
            String.join(", ", COUNT), owner,
            COUNT.stream()
                .map(c -> "%s = coalesce(t.%s + excluded.%s, t.%s, excluded.%s)".formatted(c, c, c, c, c))
                .collect(Collectors.joining(", ")));
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /**
   * Adds a row.
   *
   * @param bucket first moment of the bucket of time, Unix microseconds
   * @param histogram what lies in it
   */
  public void add(Tier tier, long bucket, int owner, Flow flow, Histogram histogram) {
    if (size == this.tier.length) {
      grow();
    }
    this.tier[size] = tier.id();
    this.bucket[size] = bucket;
    this.owner[size] = owner;
    this.flow[size] = flow.id();
    failed[size] = histogram.failed();
    unpaired[size] = histogram.unpaired();
    micros[size] = histogram.micros();
    for (int i = 0; i < COUNTS; i++) {
      long count = histogram.count(i);
      counts[i][size] = count == 0 ? null : (Long) count;
    }
    size++;
  }

  private void grow() {
    int more = 2 * size;
    tier = Arrays.copyOf(tier, more);
    bucket = Arrays.copyOf(bucket, more);
    owner = Arrays.copyOf(owner, more);
    flow = Arrays.copyOf(flow, more);
    failed = Arrays.copyOf(failed, more);
    unpaired = Arrays.copyOf(unpaired, more);
    micros = Arrays.copyOf(micros, more);
    for (int i = 0; i < COUNTS; i++) {
      counts[i] = Arrays.copyOf(counts[i], more);
    }
  }

  /** The parameters of {@link #insert} for the rows [from, to). */
  public List<Object> parameters(int from, int to) {
    List<Object> parameters = new ArrayList<>(FIXED + COUNTS);
    parameters.add(Arrays.copyOfRange(tier, from, to));
    parameters.add(Arrays.copyOfRange(bucket, from, to));
    parameters.add(Arrays.copyOfRange(owner, from, to));
    parameters.add(Arrays.copyOfRange(flow, from, to));
    parameters.add(Arrays.copyOfRange(failed, from, to));
    parameters.add(Arrays.copyOfRange(unpaired, from, to));
    parameters.add(Arrays.copyOfRange(micros, from, to));
    for (@Nullable
    Long[] count : counts) {
      parameters.add(Arrays.copyOfRange(count, from, to));
    }
    return parameters;
  }
}
