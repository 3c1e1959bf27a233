package org.jamtart.benchmarks.queries;

import java.util.Locale;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.process.Jvm;
import org.jamtart.simulator.Main;

/** The network goes on talking, in a process of its own, through the gateway. */
final class Load implements AutoCloseable {

  private static final int HEAP = 768;

  private final Jvm jvm;

  private Load(Jvm jvm) {
    this.jvm = jvm;
  }

  /**
   * Begins.
   *
   * @param nodes  the same as those of the {@link History}
   * @param events of all nodes by second
   */
  static Load start(Bench bench, int port, int nodes, int cores, double events) {
    String rate = String.format(Locale.ROOT, "%.3f", events / nodes);
    return new Load(
        Jvm.start(bench.directory(), "simulator", Jvm.options(HEAP), Main.class, "--to", "127.0.0.1:" + port,
            "--nodes", Integer.toString(nodes), "--cores", Integer.toString(cores), "--network", "full",
            "--rate",
            rate, "--duration", "0").ignoringOutput());
  }

  @Override
  public void close() {
    jvm.close();
  }
}
