package org.jamtart.benchmarks.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.measure.Trial;
import org.jamtart.benchmarks.process.Broker;
import org.jamtart.benchmarks.process.Database;
import org.jamtart.benchmarks.process.Jvm;
import org.jamtart.benchmarks.process.Service;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.standalone.Main;

/** From the start of a process until it says that it is ready. */
public final class StartBenchmark implements Benchmark {

  private static final String NAME = "start";
  private static final int ROUNDS = 3;
  private static final int HEAP = 1024;
  private static final double ALL_SECONDS = 12;
  private static final double ONE_SECONDS = 4;
  private static final int KEEPS_WHAT_IT_LEARNS = 25;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "tart up in an empty directory, and each service alone, until ready";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    List<Figure> figures = new ArrayList<>();
    int[] directory = {0};
    String[] all = trained(bench, "up", options -> up(bench, options, "trained"));
    figures.add(figure(bench, "tart up, in an empty directory", ALL_SECONDS,
        () -> seconds(() -> up(bench, all, "fresh-" + directory[0]++))));
    figures.add(figure(bench, "tart up, in a directory of before", ALL_SECONDS,
        () -> seconds(() -> up(bench, all, "fresh-0"))));
    try (Broker broker = Broker.start(bench); Database database = Database.start(bench)) {
      Map<String, String> log = Map.of("tart.log.bootstrap-servers", broker.bootstrapServers());
      Map<String, String> both = new HashMap<>(log);
      both.putAll(database.properties());
      figures.add(service(bench, "gateway", options -> Service.gateway(bench.directory(), options,
          LoopbackPort.choose("the gateway", 0), log)));
      figures
          .add(service(bench, "persister", options -> Service.persister(bench.directory(), options, both)));
      figures.add(service(bench, "query API", options -> Service.query(bench.directory(), options, both)));
    }
    return figures;
  }

  private static Figure service(Bench bench, String name, Function<String[], Service> start)
      throws Exception {
    String[] options = trained(bench, name, each -> start.apply(each).awaitReady());
    return figure(bench, name + " alone", ONE_SECONDS,
        () -> seconds(() -> start.apply(options).awaitReady()));
  }

  /**
   * Options for starts that know what an earlier one has learned, as {@code tart} has them after it has built; the
   * usual ones where the JDK keeps nothing.
   */
  private static String[] trained(Bench bench, String name, Function<String[], AutoCloseable> start)
      throws Exception {
    if (Runtime.version().feature() < KEEPS_WHAT_IT_LEARNS) {
      return Jvm.options(HEAP);
    }
    Path cache = bench.directory().resolve(name.replace(' ', '-') + ".aot");
    start.apply(Jvm.options(HEAP, "-XX:AOTCacheOutput=" + cache)).close();
    return Jvm.options(HEAP, "-XX:AOTCache=" + cache, "-Xlog:aot*=off");
  }

  private static Jvm up(Bench bench, String[] options, String data) {
    Jvm jvm = Jvm.start(bench.directory(), "up", options, Main.class, "up", "--data",
        bench.directory().resolve(data).toString(), "--telemetry-port", "0", "--api-port", "0",
        "--gateway-management-port", "0", "--kafka-port", "0", "--postgres-port", "0");
    jvm.awaitLine("Try: ");
    return jvm.ignoringOutput();
  }

  /** Until it is there; stopping is not timed. */
  private static double seconds(Supplier<? extends AutoCloseable> start) throws Exception {
    long begin = System.nanoTime();
    try (AutoCloseable started = start.get()) {
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  private static Figure figure(Bench bench, String name, double goal, Trial trial) throws Exception {
    double[] values = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      values[i] = bench.machine().watch(trial);
    }
    return new Figure(NAME, name, "s", Spread.of(values), new Goal.AtMost(goal), "");
  }
}
