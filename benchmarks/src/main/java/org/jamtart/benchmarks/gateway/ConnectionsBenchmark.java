package org.jamtart.benchmarks.gateway;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.benchmarks.load.Flood;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Broker;
import org.jamtart.benchmarks.process.Jvm;
import org.jamtart.benchmarks.process.Metrics;
import org.jamtart.benchmarks.process.Service;
import org.jamtart.embedded.LoopbackPort;

/** What connections cost in memory: a gateway that has 256 MiB, heap and direct memory together, and no more. */
public final class ConnectionsBenchmark implements Benchmark {

  private static final String NAME = "connections";
  private static final int IDLE = 10_000;
  private static final int BUSY = 1_024;
  private static final int BUSY_RATE = 600;
  private static final double BUSY_SECONDS = 8;
  private static final int PER_SOURCE = 250;
  private static final int NODES = 64;
  private static final int EVENTS = 300;
  private static final int HEAP = 176;
  private static final int DIRECT = 80;
  private static final double MIB = 1 << 20;
  private static final double KIB = 1 << 10;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "memory of 10,000 idle connections and of 1,024 busy ones, in a gateway of 256 MiB";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    Mix mix = Mix.of(NODES, EVENTS, Instant.now());
    int port = LoopbackPort.choose("the gateway", 0);
    String[] options = Jvm.options(HEAP, "-XX:MaxDirectMemorySize=" + DIRECT + "m");
    try (Broker broker = Broker.start(bench);
        Service gateway = Service.gateway(bench.directory(), options, port,
            Map.of("tart.log.bootstrap-servers", broker.bootstrapServers(), "tart.gateway.limits.per-node",
                IDLE,
                "tart.gateway.limits.connections", IDLE + BUSY, "tart.gateway.session.idle", "1h"))
            .awaitReady()) {
      double before = usedBytes(gateway);
      double idle;
      try (Flood lines = Flood.connect(port, mix, IDLE, 1, InetAddress.getByName("127.0.0.2"), PER_SOURCE)) {
        gateway.flush("/flush?timeout=60s");
        idle = usedBytes(gateway);
        expect(gateway, IDLE);
      }
      double[] rate = new double[1];
      double[] peak = new double[1];
      try (Flood flood = Flood.connect(port, mix, BUSY, 1)) {
        Duration length = bench.length(BUSY_SECONDS);
        bench.machine().watch(() -> {
          long frames = flood.run(length, (double) BUSY * BUSY_RATE);
          peak[0] = usedBytes(gateway);
          gateway.flush("/flush?timeout=60s");
          rate[0] = frames / (length.toNanos() / 1e9);
          return frames;
        });
        expect(gateway, BUSY);
      }
      return List.of(
          new Figure(NAME, "heap and direct memory with 10,000 idle", "MiB", Spread.of(idle / MIB),
              new Goal.AtMost(256),
              "after a collection; %.1f MiB without them; the gateway had %d MiB of heap and %d MiB of direct memory in all"
                  .formatted(before / MIB, HEAP, DIRECT)),
          new Figure(NAME, "each", "KiB", Spread.of((idle - before) / IDLE / KIB), new Goal.AtMost(20), ""),
          new Figure(NAME, "heap and direct memory with 1,024 busy", "MiB", Spread.of(peak[0] / MIB),
              new Goal.AtMost(256), "%,.0f events/s, one a write".formatted(rate[0])));
    }
  }

  /** The connections are all there, so none was refused or died. */
  private static void expect(Service gateway, int connections) {
    double open = Metrics.sum(gateway.get("/metrics"), "tart_gateway_connections_open", "");
    if (open < connections) {
      throw new IllegalStateException("of %d connections the gateway has %.0f".formatted(connections, open));
    }
  }

  /** Live objects and direct memory. */
  private static double usedBytes(Service gateway) throws Exception {
    var collect = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        String.valueOf(gateway.jvm().pid()), "GC.run").redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (collect.waitFor() != 0) {
      throw new IllegalStateException(
          "jcmd could not have process " + gateway.jvm().pid() + " collect garbage");
    }
    String metrics = gateway.get("/metrics");
    // Whichever way Netty reserves its memory, one of the two counts it.
    return Metrics.sum(metrics, "jvm_memory_used_bytes", "area=\"heap\"")
        + Math.max(Metrics.sum(metrics, "tart_gateway_netty_direct_memory_bytes", ""),
            Metrics.sum(metrics, "jvm_buffer_memory_used_bytes", "id=\"direct\""));
  }
}
