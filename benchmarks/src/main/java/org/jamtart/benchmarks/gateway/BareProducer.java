package org.jamtart.benchmarks.gateway;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jamtart.benchmarks.load.Mix;
import org.jamtart.benchmarks.load.NodeStream;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Rates;
import org.jamtart.benchmarks.process.Broker;
import org.jamtart.benchmarks.process.Jvm;
import org.jamtart.benchmarks.process.Log;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;

/**
 * The limit of the gateway: a process whose only thread hands Kafka's producer the same bytes in ready runs, with neither
 * sockets nor headers. It answers each line, a number of nanoseconds, with the events that it sent within so long.
 */
final class BareProducer {

  private static final String TOPIC = "bench.bare";
  private static final long BUFFER_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Run> runs;
  private int next;

  @SuppressWarnings("ArrayRecordComponent") // read only
  private record Run(byte[] key, byte[] frames, int count) {}

  private BareProducer(KafkaProducer<byte[], byte[]> producer, List<Run> runs) {
    this.producer = producer;
    this.runs = runs;
  }

  /** Starts one that is ready for lines. */
  static Jvm start(Bench bench, int heap, Broker broker, int nodes, int events, int framesARun) {
    Jvm bare = Jvm.start(bench.directory(), "bare", Jvm.options(heap), BareProducer.class,
        broker.bootstrapServers(), String.valueOf(nodes), String.valueOf(events), String.valueOf(framesARun));
    bare.awaitLine("ready");
    return bare;
  }

  /** Events per CPU-second of one, and of its broker beside it. */
  static Rates rates(Jvm bare, Broker broker, Duration length) {
    return new Rates(() -> Long.parseLong(bare.ask(String.valueOf(length.toNanos()))), bare::cpuSeconds,
        broker::cpuSeconds);
  }

  /** The process: bootstrap servers, nodes, events of each node, frames of a run. */
  public static void main(String... arguments) throws Exception {
    LogSettings log = Log.settings(arguments[0], TOPIC);
    Mix mix = Mix.of(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Instant.now());
    int framesARun = Integer.parseInt(arguments[3]);
    try (Admin admin = LogClients.admin(log, "bare-admin")) {
      LogTopic.ensure(admin, log, PATIENCE);
    }
    Map<String, Object> mayBlock = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    try (var producer = LogClients.producer(log, "bare", BUFFER_BYTES, mayBlock, PATIENCE);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      var bare = new BareProducer(producer, runs(mix, framesARun));
      System.out.println("ready");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(bare.send(log.topic(), Long.parseLong(line)));
      }
    }
  }

  /** The runs of all nodes in turn. */
  private static List<Run> runs(Mix mix, int framesARun) {
    List<Run> runs = new ArrayList<>();
    int longest = mix.nodes().stream().mapToInt(NodeStream::frames).max().orElse(0);
    for (int from = 0; from < longest; from += framesARun) {
      for (NodeStream node : mix.nodes()) {
        int to = Math.min(from + framesARun, node.frames());
        if (from < to) {
          byte[] frames = Arrays.copyOfRange(node.bytes(), node.start(from), node.start(to));
          runs.add(new Run(node.information().peerId().toByteArray(), frames, to - from));
        }
      }
    }
    return runs;
  }

  private long send(String topic, long nanos) {
    long end = System.nanoTime() + nanos;
    long events = 0;
    while (System.nanoTime() < end) {
      Run run = runs.get(next);
      next = (next + 1) % runs.size();
      var unused = producer.send(new ProducerRecord<>(topic, run.key(), run.frames()));
      events += run.count();
    }
    producer.flush();
    return events;
  }
}
