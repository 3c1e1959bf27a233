package org.jamtart.store;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What some work packages come to, which adds up: how far they came, and how long that took. Not thread-safe. */
public final class PackageSums {

  /** Received, authorized, refined, report built, guarantee built, distributed. */
  public static final int STAGES = 6;
  /** The place of the time of the failure, behind those of the stages. */
  public static final int FAILED = 6;
  /** The place of the time of the last report. */
  public static final int LAST = 7;

  private static final int RECEIVED = 0;
  private static final int GUARANTEE_BUILT = 4;
  private static final int DISTRIBUTED = 5;

  private final long[] reached = new long[STAGES];
  private final long[] furthest = new long[STAGES];
  private final Durations[] durations = new Durations[STAGES];
  private long packages;
  private long failed;
  private long lost;
  private BigDecimal pipelineMicros = BigDecimal.ZERO;

  /** Of no package yet. */
  public PackageSums() {
    Arrays.setAll(durations, i -> new Durations());
  }

  /**
   * Adds a package. Its times may come from clocks of several nodes: a duration that these make negative is zero.
   *
   * @param micros when each stage was first told, then the failure, then the last report; null for what was not
   */
  public void add(@Nullable Long[] micros) {
    packages++;
    int stage = -1;
    for (int i = 0; i < STAGES; i++) {
      if (micros[i] != null) {
        reached[i]++;
        stage = i;
      }
      if (i > RECEIVED) {
        measure(durations[i - 1], micros[i - 1], micros[i]);
      }
    }
    if (stage >= 0) {
      furthest[stage]++;
    }
    Long end = micros[DISTRIBUTED] == null ? micros[LAST] : micros[DISTRIBUTED];
    pipelineMicros = pipelineMicros
        .add(BigDecimal.valueOf(measure(durations[STAGES - 1], micros[RECEIVED], end)));
    if (micros[FAILED] != null) {
      failed++;
      lost += micros[GUARANTEE_BUILT] == null ? 1 : 0;
    }
  }

  private static long measure(Durations durations, @Nullable Long from, @Nullable Long to) {
    if (from == null || to == null) {
      return 0;
    }
    long micros = Math.max(0, to - from);
    durations.add(micros);
    return micros;
  }

  /** Adds what other packages come to: the figures as they are given out below. */
  public void add(long packages, long[] reached, long failed, long lost, long[] furthest,
      BigDecimal pipelineMicros, byte[][] durations) {
    this.packages += packages;
    this.failed += failed;
    this.lost += lost;
    this.pipelineMicros = this.pipelineMicros.add(pipelineMicros);
    for (int i = 0; i < STAGES; i++) {
      this.reached[i] += reached[i];
      this.furthest[i] += furthest[i];
      this.durations[i].add(durations[i]);
    }
  }

  /** How many there are. */
  public long packages() {
    return packages;
  }

  /** Those of which a stage was told. */
  public long reached(int stage) {
    return reached[stage];
  }

  /** Those of which a stage is the furthest that was told. */
  public long furthest(int stage) {
    return furthest[stage];
  }

  /** Those of which some node said that they failed. */
  public long failed() {
    return failed;
  }

  /** Those of the failed ones for which nobody built a guarantee. */
  public long lost() {
    return lost;
  }

  /** How long each stage took from the one before it; in the last place from the first to the end, or to the last report. */
  public Durations durations(int place) {
    return durations[place];
  }

  /** Sum of the durations in the last place. */
  public BigDecimal pipelineMicros() {
    return pipelineMicros;
  }
}
