package org.jamtart.benchmarks.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jamtart.benchmarks.load.Flood;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Pipeline;

/** From the socket to the readable row, idle and at 10,000 events/s, and how long a flush takes. */
public final class LatencyBenchmark implements Benchmark {

  static final String NAME = "latency";
  private static final int CONNECTIONS = 64;
  private static final double RATE = 10_000;
  private static final int FRAMES_A_WRITE = 4;
  /** More than any node comes to say: what is said again would be merged over all that was said of it before. */
  private static final int EVENTS = 12_000;
  private static final int ROUNDS = 3;
  private static final double WARM_UP_SECONDS = 40;
  private static final double ROUND_SECONDS = 8;
  private static final int FLUSHES = 60;

  private double slowest = Double.MAX_VALUE;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "socket to readable row, idle and at 10,000 events/s; flush against one commit and one round trip";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    Mix mix = Mix.of(CONNECTIONS + 1, EVENTS, Instant.now(), 1, RATE / CONNECTIONS);
    Mix loud = new Mix(mix.nodes().subList(1, mix.nodes().size()));
    try (Pipeline pipeline = Pipeline.start(bench);
        Flood flood = Flood.connect(pipeline.telemetryPort(), loud, CONNECTIONS, FRAMES_A_WRITE);
        Probe probe = Probe.connect(pipeline, mix.nodes().get(0));
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      under(threads, flood, bench.length(WARM_UP_SECONDS), probe);
      slowest = Double.MAX_VALUE;
      double[][] idle = new double[ROUNDS][];
      double[][] busy = new double[ROUNDS][];
      for (int i = 0; i < ROUNDS; i++) {
        int round = i;
        bench.machine().watch(() -> {
          idle[round] = probe.latencies(bench.length(ROUND_SECONDS));
          busy[round] = under(threads, flood, bench.length(ROUND_SECONDS), probe);
          return round;
        });
        pipeline.flush();
      }
      var flush = FlushTimes.measure(bench, pipeline, probe, FLUSHES);
      return List.of(figure("idle, p50", idle, 0.5, 10), figure("at 10,000 events/s, p50", busy, 0.5, 25),
          figure("at 10,000 events/s, p99", busy, 0.99, 100), flush);
    }
  }

  /** Latencies while others send at the rate. */
  private double[] under(ExecutorService threads, Flood flood, Duration length, Probe probe)
      throws Exception {
    Future<Long> sent = threads.submit(() -> flood.run(length.plusSeconds(1), RATE));
    double[] latencies = probe.latencies(length);
    slowest = Math.min(slowest, sent.get() / (length.toNanos() / 1e9 + 1));
    return latencies;
  }

  private Figure figure(String name, double[][] rounds, double percentile, double goal) {
    double[] values = new double[rounds.length];
    int probes = 0;
    for (int i = 0; i < rounds.length; i++) {
      values[i] = Spread.percentile(percentile, rounds[i]);
      probes += rounds[i].length;
    }
    return new Figure(NAME, name, "ms", Spread.of(values), new Goal.AtMost(goal),
        name.startsWith("idle")
            ? "%d events timed".formatted(probes)
            : "%d events timed, beside %,.0f a second".formatted(probes, slowest));
  }
}
