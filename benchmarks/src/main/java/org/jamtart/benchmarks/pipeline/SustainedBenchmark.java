package org.jamtart.benchmarks.pipeline;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.benchmarks.load.Flood;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Pipeline;

/**
 * How many events a second all of TART sustains, and how many it stores while the gateway is flooded, against what the
 * persister stores when nothing else runs.
 */
public final class SustainedBenchmark implements Benchmark {

  private static final String NAME = "pipeline";
  private static final int CONNECTIONS = 64;
  private static final int FRAMES_A_WRITE = 8;
  /** Of each node and round; nodes, blocks and packages of a round are its own, since what is said again is merged over all that was said of it. */
  private static final int EVENTS = 14_000;
  private static final int ROUNDS = 3;
  private static final double FLOOD_SECONDS = 8;
  private static final double SUSTAINED_SECONDS = 12;
  /** Events that may be under way: a full transaction of each of two writers, and what one of them finds when it is through. */
  private static final long UNDER_WAY = 200_000;
  private static final long LOOK_NANOS = 50_000_000;

  private final List<Double> flooded = new ArrayList<>();
  private final List<Double> alone = new ArrayList<>();
  private final List<Double> sustained = new ArrayList<>();
  private long lost;
  private long sent;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "sustained and flooded, everything on this machine, against the persister alone";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    try (Pipeline pipeline = Pipeline.start(bench)) {
      round(bench, pipeline, 0);
      flooded.clear();
      alone.clear();
      sustained.clear();
      bench.machine().takeElsewhere();
      for (int i = 1; i <= ROUNDS; i++) {
        int round = i;
        bench.machine().watch(() -> round(bench, pipeline, round));
        bench.tell("flooded %,.0f, alone %,.0f, sustained %,.0f events/s".formatted(flooded.getLast(),
            alone.getLast(), sustained.getLast()));
      }
    }
    return List.of(
        figure("sustained", sustained, 0.7,
            "%,.0f events/s; %,d sent in all, %d not stored".formatted(median(sustained), sent, lost)),
        figure("stored while the gateway is flooded", flooded, 0.5,
            "%,.0f events/s; persister alone %,.0f".formatted(median(flooded), median(alone))));
  }

  private long round(Bench bench, Pipeline pipeline, int seed) throws Exception {
    try (Flood flood = connect(bench, pipeline, 2 * seed)) {
      flood(bench, pipeline, flood);
    }
    try (Flood flood = connect(bench, pipeline, 2 * seed + 1)) {
      sustain(bench, pipeline, flood);
    }
    return sent;
  }

  private static Flood connect(Bench bench, Pipeline pipeline, int seed) throws IOException {
    Mix mix = Mix.of(CONNECTIONS, bench.count(EVENTS), Instant.now(), seed);
    return Flood.connect(pipeline.telemetryPort(), mix, CONNECTIONS, FRAMES_A_WRITE);
  }

  private void flood(Bench bench, Pipeline pipeline, Flood flood) throws Exception {
    long before = pipeline.stored();
    var progress = new Progress(pipeline, before);
    long frames = flood.run(bench.length(FLOOD_SECONDS), () -> {
      progress.stored();
      return Long.MAX_VALUE;
    });
    flooded.add(progress.rate());
    pipeline.takeAll();
    long left = System.nanoTime();
    long stored = pipeline.stored();
    pipeline.flushLog();
    alone.add((before + frames - stored) / seconds(left));
    count(pipeline, before, frames);
  }

  /** As fast as it gets through, with no more under way than the writers need. */
  private void sustain(Bench bench, Pipeline pipeline, Flood flood) throws Exception {
    long before = pipeline.stored();
    var progress = new Progress(pipeline, before);
    long begin = System.nanoTime();
    long frames = flood.run(bench.length(SUSTAINED_SECONDS), () -> progress.stored() + UNDER_WAY);
    pipeline.takeAll();
    pipeline.flushLog();
    sustained.add(frames / seconds(begin));
    count(pipeline, before, frames);
  }

  private void count(Pipeline pipeline, long before, long frames) throws Exception {
    sent += frames;
    lost += before + frames - pipeline.stored();
    if (lost != 0) {
      throw new IllegalStateException(lost + " of " + sent + " events were not stored");
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double median(List<Double> values) {
    return spread(values).median();
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Figure figure(String name, List<Double> rates, double goal, String detail) {
    double[] ratios = new double[rates.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = rates.get(i) / alone.get(i);
    }
    return new Figure(NAME, name, Figure.RATIO, Spread.of(ratios), new Goal.AtLeast(goal), detail);
  }

  /** How many events are stored of those that came since its making, looked at now and then. */
  private static final class Progress {
    private final Pipeline pipeline;
    private final long before;
    private final long begin = System.nanoTime();
    private long looked = begin - LOOK_NANOS;
    private long stored;
    private long moved = begin;

    Progress(Pipeline pipeline, long before) {
      this.pipeline = pipeline;
      this.before = before;
    }

    long stored() {
      long now = System.nanoTime();
      if (now - looked >= LOOK_NANOS) {
        looked = now;
        try {
          long found = pipeline.stored() - before;
          moved = found == stored ? moved : now;
          stored = found;
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
      return stored;
    }

    /** Events a second up to the last commit: of the transactions that are under way nothing is counted, and no time. */
    double rate() {
      return stored == 0 ? 0 : stored / ((moved - begin) / 1e9);
    }
  }
}
