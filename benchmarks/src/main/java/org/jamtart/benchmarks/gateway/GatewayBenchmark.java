package org.jamtart.benchmarks.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

/** The gateway from sockets to acknowledged, against a bare producer on the same broker. */
public final class GatewayBenchmark implements Benchmark {

  private static final String NAME = "gateway";
  private static final String TOPIC = "bench.gateway";
  private static final int CONNECTIONS = 64;
  private static final int EVENTS = 1_000;
  private static final int FRAMES_A_WRITE = 8;
  private static final int FRAMES_A_RUN = 32;
  private static final int HEAP = 640;
  private static final int ROUNDS = 5;
  private static final double ROUND_SECONDS = 3;
  private static final double PART_OF_PRODUCER = 0.8;
  private static final double EVENTS_A_SECOND = 600_000;
  private static final double PART_ON_DISK = 0.75;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "sockets to Kafka-acknowledged, 64 connections, 8 frames a write, against a bare producer";
  }

  @Override
  public List<Figure> run(Bench bench) throws Exception {
    Mix mix = Mix.of(CONNECTIONS, EVENTS, Instant.now());
    int port = LoopbackPort.choose("the gateway", 0);
    try (Broker broker = Broker.start(bench);
        Service gateway = Service.gateway(bench.directory(), Jvm.options(HEAP), port,
            Map.of("tart.log.bootstrap-servers", broker.bootstrapServers(), "tart.log.topic", TOPIC));
        Jvm bare = BareProducer.start(bench, HEAP, broker, CONNECTIONS, EVENTS, FRAMES_A_RUN);
        DiscardServer discard = DiscardServer.start(bench, HEAP)) {
      gateway.awaitReady();
      try (Flood flood = Flood.connect(port, mix, CONNECTIONS, FRAMES_A_WRITE);
          Flood thrownAway = Flood.connect(discard.port(), mix, CONNECTIONS, FRAMES_A_WRITE)) {
        Duration length = bench.length(ROUND_SECONDS);
        Rates discarding = discard.rates(() -> thrownAway.run(length));
        return measure(bench, mix, broker, gateway, bare, flood, discarding);
      }
    }
  }

  private static List<Figure> measure(Bench bench, Mix mix, Broker broker, Service gateway, Jvm bare,
      Flood flood, Rates discarding)
      throws Exception {
    Duration length = bench.length(ROUND_SECONDS);
    long[] sent = {0};
    var ours = new Rates(() -> {
      long frames = flood.run(length);
      gateway.flush("/flush?timeout=60s");
      sent[0] += frames;
      return frames;
    }, gateway::cpuSeconds, broker::cpuSeconds);
    Rates theirs = BareProducer.rates(bare, broker, length);
    Alternation.Compared compared = bench.alternation(ROUNDS)
        .compare(ours::eventsPerCpuSecond, theirs::eventsPerCpuSecond);
    Alternation.Compared reading = bench.alternation(ROUNDS)
        .compare(ours::eventsPerCpuSecond, discarding::eventsPerCpuSecond);
    double disk = logBytes(broker.directory(), TOPIC) / (sent[0] * (mix.payloadBytes() + 4));
    return List.of(
        new Figure(NAME, "events per CPU-second", Figure.RATIO, compared.ratio(),
            new Goal.AtLeast(PART_OF_PRODUCER),
            "gateway %,.0f, bare producer %,.0f; the broker took %.2f µs an event for the gateway, %.2f for the producer"
                .formatted(compared.a().median(), compared.b().median(), ours.besideMicros(ROUNDS).median(),
                    theirs.besideMicros(ROUNDS).median())),
        ReadAndSend.figure(NAME, reading, compared.b().median(), PART_OF_PRODUCER),
        new Figure(NAME, "accepted with sender and broker beside it", "events/s", ours.wall(ROUNDS),
            new Goal.AtLeast(EVENTS_A_SECOND),
            "bare producer, for which nobody has to send, %,.0f".formatted(theirs.wall(ROUNDS).median())),
        new Figure(NAME, "log on disk", "of bytes sent", Spread.of(disk), new Goal.AtMost(PART_ON_DISK),
            "%.0f B an event with its length, %.0f B on disk".formatted(mix.payloadBytes() + 4,
                disk * (mix.payloadBytes() + 4))));
  }

  /** Bytes of all segments of a topic. */
  static double logBytes(Path kafka, String topic) {
    try (Stream<Path> files = Files.walk(kafka)) {
      return files.filter(file -> file.toString().endsWith(".log"))
          .filter(file -> file.toString().contains("/" + topic + "-"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
