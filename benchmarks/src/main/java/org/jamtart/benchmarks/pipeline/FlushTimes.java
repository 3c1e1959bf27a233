package org.jamtart.benchmarks.pipeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Pipeline;

/** How long a flush takes when a node has just said something, against one commit and one round trip. */
final class FlushTimes {

  private static final double MILLIS = 25;

  private FlushTimes() {}

  static Figure measure(Bench bench, Pipeline pipeline, Probe probe, int times) throws Exception {
    pipeline.database().execute("create table bench_commit (n bigint)");
    int count = bench.count(times);
    double[] flushes = new double[count];
    double[] limits = new double[count];
    try (Connection connection = pipeline.database().connect();
        PreparedStatement insert = connection.prepareStatement("insert into bench_commit values (1)")) {
      bench.machine().watch(() -> {
        for (int i = 0; i < count; i++) {
          limits[i] = millis(() -> {
            insert.execute();
            pipeline.query().get("/livez");
          });
          probe.say();
          flushes[i] = millis(pipeline::flush);
        }
        return count;
      });
    }
    double limit = Spread.percentile(0.5, limits);
    return new Figure(LatencyBenchmark.NAME, "flush, idle, p50", "ms",
        new Spread(Spread.percentile(0.5, flushes), Spread.percentile(0.25, flushes),
            Spread.percentile(0.75, flushes), count),
        new Goal.AtMost(MILLIS),
        "one commit and one round trip take %.1f ms; p99 %.1f ms; the spread is that of quartiles"
            .formatted(limit, Spread.percentile(0.99, flushes)));
  }

  private interface Step {
    void run() throws Exception;
  }

  private static double millis(Step step) throws Exception {
    long begin = System.nanoTime();
    step.run();
    return (System.nanoTime() - begin) / 1e6;
  }
}
