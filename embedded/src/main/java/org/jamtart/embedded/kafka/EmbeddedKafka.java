package org.jamtart.embedded.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.StartupException;
import org.jamtart.embedded.datadir.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Kafka broker, real, in this JVM. A later start on the same directory finds cluster id, topics,
 * records and committed offsets as they were, also after {@code kill -9} of the process: what was
 * acknowledged is in the operating system's page cache then. (Kafka does not sync to the disk at each
 * write, so a power failure may take the newest records of a one-node cluster.)
 *
 * <p>Kafka ends the JVM by itself when a fault leaves its metadata log unusable; the next start recovers.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {

  /**
   * Names of the loggers that Kafka's server classes write to; quiet at {@code WARN}, very talkative below.
   */
  public static final List<String> LOGGERS = List.of("kafka", "org.apache.kafka", "state.change.logger");

  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int ATTEMPTS_FOR_A_FREE_PORT = 3;

  private final DataDirectory claim;
  private final KafkaRaftServer server;
  private final int port;
  private final String clusterId;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(DataDirectory claim, KafkaRaftServer server, int port, String clusterId) {
    this.claim = claim;
    this.server = server;
    this.port = port;
    this.clusterId = clusterId;
  }

  /**
   * Starts a broker and returns when it takes requests; 2 to 4 s, and 3 s more after {@code kill -9}.
   *
   * @throws org.jamtart.embedded.PortTakenException if the port of the settings is in use
   * @throws org.jamtart.embedded.datadir.DataDirectoryException if the directory cannot be used
   * @throws StartupException if the broker does not start
   */
  public static EmbeddedKafka start(KafkaSettings settings) {
    DataDirectory claim = DataDirectory.claim(settings.directory());
    EmbeddedKafka started = null;
    try {
      started = start(settings, claim);
      return started;
    } finally {
      if (started == null) {
        claim.close();
      }
    }
  }

  private static EmbeddedKafka start(KafkaSettings settings, DataDirectory claim) {
    long begin = System.nanoTime();
    for (int attempt = 1;; attempt++) {
      int port = LoopbackPort.choose("Kafka", settings.port());
      int controllerPort = LoopbackPort.choose("Kafka's controller", 0);
      try {
        EmbeddedKafka kafka = start(settings, claim, port, controllerPort);
        log.info("event=kafka-started port={} cluster={} millis={}", port, kafka.clusterId,
            (System.nanoTime() - begin) / 1_000_000);
        return kafka;
      } catch (Exception e) { // Scala code throws checked exceptions that it does not declare
        if (attempt == ATTEMPTS_FOR_A_FREE_PORT || !lostPort(e)) {
          throw new StartupException("Kafka did not start in %s: %s".formatted(claim.path(), e), e);
        }
      }
    }
  }

  private static EmbeddedKafka start(KafkaSettings settings, DataDirectory claim, int port,
      int controllerPort) {
    Path logs = claim.path().resolve("log");
    KafkaConfig config = KafkaConfig.fromProps(BrokerProperties.of(settings, logs, port, controllerPort),
        false);
    String clusterId = formatted(logs);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    EmbeddedKafka started = null;
    try {
      server.startup();
      started = new EmbeddedKafka(claim, server, port, clusterId);
      return started;
    } finally {
      if (started == null) {
        server.shutdown();
      }
    }
  }

  /**
   * Prepares an empty directory as Kafka's storage tool does, and leaves one that was prepared as it is.
   * {@code meta.properties} is the last file that the formatter writes, so a start that was killed half-way
   * is simply done again.
   *
   * @return the cluster's id
   */
  private static String formatted(Path logs) {
    try {
      Files.createDirectories(logs);
      Path meta = logs.resolve("meta.properties");
      if (!Files.exists(meta)) {
        new Formatter().setNodeId(BrokerProperties.NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setDirectories(List.of(logs.toString()))
            .setMetadataLogDirectory(logs.toString())
            .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setIgnoreFormatted(true)
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .run();
      }
      try (var lines = Files.lines(meta)) {
        return lines.filter(line -> line.startsWith("cluster.id="))
            .map(line -> line.substring("cluster.id=".length()))
            .findFirst()
            .orElseThrow(
                () -> new StartupException(meta + " names no cluster.id: it was not written by Kafka"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // the formatter declares it
      throw new StartupException("Kafka's storage in %s could not be prepared: %s".formatted(logs, e), e);
    }
  }

  private static boolean lostPort(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  /** {@code 127.0.0.1:port}, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return LoopbackPort.HOST + ":" + port;
  }

  /** The port that clients connect to, 1 to 65535. */
  public int port() {
    return port;
  }

  /** The cluster's id; the same for the life of the directory. */
  public String clusterId() {
    return clusterId;
  }

  /** Where the broker keeps its data, as a real path. */
  public Path directory() {
    return claim.path();
  }

  /**
   * Stops the broker in order, within a few seconds, and releases the directory. Calling it again does
   * nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long begin = System.nanoTime();
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      claim.close();
    }
    log.info("event=kafka-stopped port={} millis={}", port, (System.nanoTime() - begin) / 1_000_000);
  }
}
