package org.jamtart.benchmarks.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jamtart.benchmarks.load.Flood;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Pipeline;

/** What each stage takes at fractions of a whole network's load, 1,024 nodes of 600 events/s. */
public final class CapacityBenchmark implements Benchmark {

  private static final String NAME = "capacity";
  private static final double NETWORK = 1_024 * 600;
  private static final int[] FRACTIONS = {100, 30, 10};
  private static final int CONNECTIONS = 128;
  private static final int FRAMES_A_WRITE = 4;
  /** More than any node comes to say: what is said again would be merged over all that was said of it before. */
  private static final int EVENTS = 9_000;
  private static final double WARM_UP_SECONDS = 12;
  private static final double ROUND_SECONDS = 10;
  private static final double KEPT_UP_SECONDS = 1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "CPU of each stage at 1/100, 1/30 and 1/10 of 1,024 nodes of 600 events/s";
  }

  private record Stage(String name, DoubleSupplier cpuSeconds) {}

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    Mix mix = Mix.of(CONNECTIONS, EVENTS, Instant.now());
    List<Figure> figures = new ArrayList<>();
    try (Pipeline pipeline = Pipeline.start(bench);
        Flood flood = Flood.connect(pipeline.telemetryPort(), mix, CONNECTIONS, FRAMES_A_WRITE)) {
      List<Stage> stages = List.of(new Stage("gateway", pipeline.gateway()::cpuSeconds),
          new Stage("Kafka", pipeline.broker()::cpuSeconds),
          new Stage("persister", pipeline.persister()::cpuSeconds),
          new Stage("PostgreSQL", pipeline.database()::cpuSeconds));
      flood.run(bench.length(WARM_UP_SECONDS), NETWORK / FRACTIONS[1]);
      pipeline.flush();
      for (int fraction : FRACTIONS) {
        bench.machine().watch(() -> {
          figures.addAll(at(fraction, bench.length(ROUND_SECONDS), pipeline, flood, stages));
          return fraction;
        });
      }
    }
    return figures;
  }

  private static List<Figure> at(int fraction, Duration length, Pipeline pipeline, Flood flood,
      List<Stage> stages)
      throws Exception {
    double[] before = stages.stream().mapToDouble(stage -> stage.cpuSeconds().getAsDouble()).toArray();
    long begin = System.nanoTime();
    long events = flood.run(length, NETWORK / fraction);
    double rate = events / ((System.nanoTime() - begin) / 1e9);
    long sent = System.nanoTime();
    pipeline.flush();
    double behind = (System.nanoTime() - sent) / 1e9;
    List<String> micros = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      double used = stages.get(i).cpuSeconds().getAsDouble() - before[i];
      micros.add("%s %.1f µs".formatted(stages.get(i).name(), used / events * 1e6));
    }
    return List.of(new Figure(NAME, "behind after 1/%d of a network".formatted(fraction), "s",
        Spread.of(behind),
        new Goal.AtMost(KEPT_UP_SECONDS),
        "%,.0f events/s; CPU an event: %s".formatted(rate, String.join(", ", micros))));
  }
}
