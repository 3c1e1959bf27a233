package org.jamtart.benchmarks.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.benchmarks.load.Flood;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.measure.Alternation;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Benchmark;
import org.jamtart.benchmarks.measure.Figure;
import org.jamtart.benchmarks.measure.Goal;
import org.jamtart.benchmarks.measure.Rates;
import org.jamtart.benchmarks.measure.Spread;
import org.jamtart.benchmarks.process.Broker;
import org.jamtart.benchmarks.process.Jvm;
import org.jamtart.benchmarks.process.Service;
import org.jamtart.embedded.LoopbackPort;

/** The gateway when every frame is a write of its own, against a server that reads and discards. */
public final class FramesBenchmark implements Benchmark {

  private static final String NAME = "frames";
  private static final int CONNECTIONS = 1_024;
  private static final int NODES = 128;
  private static final int EVENTS = 300;
  private static final double RATE = 600.0 * CONNECTIONS;
  private static final int HEAP = 640;
  private static final int ROUNDS = 4;
  private static final double ROUND_SECONDS = 3;
  private static final double PART_OF_DISCARD = 0.6;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "one frame a write, 1,024 connections of up to 600/s, against reading and discarding";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    Mix mix = Mix.of(NODES, EVENTS, Instant.now());
    int port = LoopbackPort.choose("the gateway", 0);
    try (Broker broker = Broker.start(bench);
        Service gateway = Service.gateway(bench.directory(), Jvm.options(HEAP), port,
            Map.of("tart.log.bootstrap-servers", broker.bootstrapServers(), "tart.gateway.limits.per-node",
                64));
        Jvm bare = BareProducer.start(bench, HEAP, broker, NODES, EVENTS, 1);
        DiscardServer discard = DiscardServer.start(bench, HEAP)) {
      gateway.awaitReady();
      try (Flood toGateway = Flood.connect(port, mix, CONNECTIONS, 1);
          Flood toDiscard = Flood.connect(discard.port(), mix, CONNECTIONS, 1)) {
        Duration length = bench.length(ROUND_SECONDS);
        var ours = new Rates(() -> {
          long frames = toGateway.run(length, RATE);
          gateway.flush("/flush?timeout=60s");
          return frames;
        }, gateway::cpuSeconds, broker::cpuSeconds);
        Rates theirs = discard.rates(() -> toDiscard.run(length, RATE));
        Alternation.Compared compared = bench.alternation(ROUNDS)
            .compare(ours::eventsPerCpuSecond, theirs::eventsPerCpuSecond);
        var figure = new Figure(NAME, "events per CPU-second", Figure.RATIO, compared.ratio(),
            new Goal.AtLeast(PART_OF_DISCARD),
            "gateway %,.0f at %,.0f events/s, discarding %,.0f at %,.0f events/s".formatted(
                compared.a().median(), ours.wall(ROUNDS).median(), compared.b().median(),
                theirs.wall(ROUNDS).median()));
        Spread producer = bench.alternation(ROUNDS)
            .compare(BareProducer.rates(bare, broker, length)::eventsPerCpuSecond, ours::eventsPerCpuSecond)
            .a();
        return List.of(figure,
            ReadAndSend.figure(NAME, compared, producer.median(), PART_OF_DISCARD));
      }
    }
  }
}
