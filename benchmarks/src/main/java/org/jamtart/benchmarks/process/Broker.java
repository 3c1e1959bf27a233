package org.jamtart.benchmarks.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.kafka.KafkaSettings;

/** Kafka in a process of its own. */
public final class Broker implements AutoCloseable {

  private static final int HEAP = 768;

  private final Jvm jvm;
  private final int port;
  private final Path directory;

  private Broker(Jvm jvm, int port, Path directory) {
    this.jvm = jvm;
    this.port = port;
    this.directory = directory;
  }

  /** Starts an empty broker in the directory of the benchmarks and returns when it is ready. */
  public static Broker start(Bench bench) {
    int port = LoopbackPort.choose("Kafka", 0);
    Path directory = bench.directory().resolve("kafka");
    Jvm jvm = Jvm.start(bench.directory(), "kafka", Jvm.options(HEAP), Broker.class, directory.toString(),
        Integer.toString(port));
    jvm.awaitLine("ready");
    return new Broker(jvm, port, directory);
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return LoopbackPort.HOST + ":" + port;
  }

  /** CPU time so far, seconds. */
  public double cpuSeconds() {
    return jvm.cpuSeconds();
  }

  /** Where it keeps its data. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** The process. */
  public static void main(String... arguments) throws IOException {
    EmbeddedKafka kafka = EmbeddedKafka
        .start(KafkaSettings.in(Path.of(arguments[0])).withPort(Integer.parseInt(arguments[1])));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream()); // it ends when the parent does
    System.exit(0);
  }
}
