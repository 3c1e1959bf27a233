package org.jamtart.benchmarks.wire;

import java.util.Collection;
import java.util.List;
import org.jamtart.benchmarks.measure.Alternation;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Jvm;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Validating, decoding and rendering against copying the same bytes. */
public final class WireBenchmark implements Benchmark {

  private static final String NAME = "wire";
  private static final int ROUNDS = 3;
  private static final double NANOS_TO_VALIDATE = 150;
  private static final double NANOS_TO_DECODE = 600;
  private static final double NANOS_TO_RENDER = 1_500;
  /** JMH accounts for its own few bytes; an object would be 16 bytes a frame. */
  private static final double NO_BYTES = 0.5;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "validate, decode, render one frame (JMH) against copying its bytes";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    var fork = new Fork(bench);
    Alternation.Compared validate = bench.alternation(ROUNDS)
        .compare(() -> fork.nanos("validate"), () -> fork.nanos("copy"));
    double allocated = fork.bytesAllocated;
    var others = bench.alternation(ROUNDS)
        .compare(() -> fork.nanos("decode"), () -> fork.nanos("json"));
    return List.of(
        new Figure(NAME, "validate a frame", "ns", validate.a(), new Goal.AtMost(NANOS_TO_VALIDATE),
            "copying its bytes takes %.0f ns: %.1f times that".formatted(validate.b().median(),
                validate.ratio().median())),
        new Figure(NAME, "allocated by validating", "B", Spread.of(allocated), new Goal.AtMost(NO_BYTES), ""),
        new Figure(NAME, "decode a frame to its record", "ns", others.a(), new Goal.AtMost(NANOS_TO_DECODE),
            ""),
        new Figure(NAME, "render a frame as JSON", "ns", others.b(), new Goal.AtMost(NANOS_TO_RENDER), ""));
  }

  /** Measures in a JVM of its own each time. */
  private static final class Fork {
    private final Bench bench;
    private double bytesAllocated;

    Fork(Bench bench) {
      this.bench = bench;
    }

    double nanos(String operation) throws RunnerException {
      var options = new OptionsBuilder().include(WireOperations.class.getName() + "." + operation + "$")
          .forks(1)
          .warmupIterations(2)
          .warmupTime(time(0.7))
          .measurementIterations(3)
          .measurementTime(time(0.5))
          .addProfiler(GCProfiler.class)
          .jvmArgs(Jvm.options(512))
          .verbosity(VerboseMode.SILENT)
          .build();
      Collection<RunResult> results = new Runner(options).run();
      RunResult result = results.iterator().next();
      var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (operation.equals("validate") && allocated != null) {
        bytesAllocated = allocated.getScore();
      }
      return result.getPrimaryResult().getScore();
    }

    private TimeValue time(double seconds) {
      return TimeValue.nanoseconds(bench.length(seconds).toNanos());
    }
  }
}
