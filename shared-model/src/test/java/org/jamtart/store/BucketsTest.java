package org.jamtart.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BucketsTest {

  private static final long[] SPREAD = {0, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2000, 5000,
      10000, 15000,
      20000, 25000, 30000, 60000, 120000};
  private static final long[] SHARD = {0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 5000};

  @Test
  void a_duration_is_in_the_bucket_that_begins_at_or_before_it() {
    assertThat(Buckets.SPREAD.count()).isEqualTo(23);
    assertThat(Buckets.SHARD.count()).isEqualTo(14);
    for (int bucket = 0; bucket < SPREAD.length; bucket++) {
      assertThat(Buckets.SPREAD.of(SPREAD[bucket] * 1_000)).isEqualTo(bucket);
      assertThat(Buckets.SPREAD.of(SPREAD[bucket] * 1_000 - 1)).isEqualTo(Math.max(0, bucket - 1));
    }
    for (int bucket = 0; bucket < SHARD.length; bucket++) {
      assertThat(Buckets.SHARD.of(SHARD[bucket] * 1_000)).isEqualTo(bucket);
    }
    assertThat(Buckets.SPREAD.of(Long.MIN_VALUE)).isZero();
    assertThat(Buckets.SPREAD.of(Long.MAX_VALUE)).isEqualTo(22);
    assertThat(Buckets.SHARD.of(Long.MAX_VALUE)).isEqualTo(13);
  }

  @Test
  void a_percentile_is_the_upper_edge_of_the_bucket_of_the_sample_at_that_rank() {
    Random random = new Random(7);
    for (Object[] each : List.of(new Object[]{Buckets.SPREAD, SPREAD}, new Object[]{Buckets.SHARD, SHARD})) {
      Buckets buckets = (Buckets) each[0];
      long[] edges = (long[]) each[1];
      for (int round = 0; round < 300; round++) {
        long[] micros = random.longs(1 + random.nextInt(round + 1), -1_000, 1L << (1 + random.nextInt(29)))
            .sorted()
            .toArray();
        long[] counts = new long[edges.length];
        Arrays.stream(micros).forEach(sample -> counts[buckets.of(sample)]++);
        for (int percent : new int[]{1, 50, 75, 95, 99, 100}) {
          int rank = Math.max(1, (percent * micros.length + 99) / 100);
          assertThat(buckets.percentileMillis(counts, percent))
              .as("%d percent of %d", percent, micros.length)
              .isEqualTo(upperEdge(edges, micros[rank - 1]));
        }
      }
    }
  }

  @Test
  void two_histograms_added_up_give_the_percentiles_of_all_samples() {
    long[] one = new long[23];
    long[] other = new long[23];
    one[Buckets.SPREAD.of(1_000)] = 94;
    other[Buckets.SPREAD.of(700_000)] = 6;
    long[] both = new long[23];
    Arrays.setAll(both, bucket -> one[bucket] + other[bucket]);
    assertThat(Buckets.SPREAD.percentileMillis(both, 50)).isEqualTo(2);
    assertThat(Buckets.SPREAD.percentileMillis(both, 95)).isEqualTo(1_000);
  }

  @Test
  void the_last_bucket_has_no_upper_edge_so_it_says_where_it_begins() {
    long[] counts = new long[23];
    counts[22] = 1;
    assertThat(Buckets.SPREAD.percentileMillis(counts, 1)).isEqualTo(120_000);
    assertThat(Buckets.SPREAD.saturatesAtMillis()).isEqualTo(120_000);
    assertThat(Buckets.SHARD.saturatesAtMillis()).isEqualTo(5_000);
  }

  @Test
  void without_samples_there_is_no_percentile_and_very_many_do_not_overflow() {
    assertThat(Buckets.SHARD.percentileMillis(new long[14], 50)).isNull();
    long[] counts = new long[14];
    counts[3] = Long.MAX_VALUE / 2;
    counts[4] = Long.MAX_VALUE / 2;
    assertThat(Buckets.SHARD.percentileMillis(counts, 50)).isEqualTo(10);
    assertThat(Buckets.SHARD.percentileMillis(counts, 99)).isEqualTo(25);
    assertThatIllegalArgumentException().isThrownBy(() -> Buckets.SHARD.percentileMillis(new long[23], 50));
  }

  /** The first edge above the sample. */
  private static long upperEdge(long[] edges, long micros) {
    return Arrays.stream(edges)
        .filter(edge -> edge * 1_000 > Math.max(0, micros))
        .findFirst()
        .orElse(edges[edges.length - 1]);
  }
}
