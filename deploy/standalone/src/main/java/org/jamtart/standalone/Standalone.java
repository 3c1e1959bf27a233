package org.jamtart.standalone;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jamtart.embedded.datadir.DataDirectory;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.kafka.KafkaSettings;
import org.jamtart.embedded.postgres.EmbeddedPostgres;
import org.jamtart.embedded.postgres.PostgresSettings;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.standalone.Progress.Address;

/**
 * Everything in one process: starts what does not depend on each other side by side, and stops in the opposite order of
 * the data's way, so that what was read from nodes is in the log before the log stops.
 */
final class Standalone implements AutoCloseable {

  private final UpSettings settings;
  private final Progress progress;
  /** What to close, the last started first. Guarded by itself. */
  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  Standalone(UpSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  private record Part(String name, AutoCloseable closeable) {}

  /** Where it can be reached, on this machine. */
  record Running(int apiPort, int gatewayManagementPort) {}

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @throws org.jamtart.embedded.StartupException when a port is taken, or the data directory is in use or unwritable
   */
  Running start() {
    Ports.checkFree(settings);
    Stores stores = startStores();
    var services = new Services(settings, stores.kafka(), stores.postgres());
    var query = starting("query-api", services::startQueryApi);
    var persister = starting("persister", () -> services.startPersister(false));
    var gateway = starting("ingest-gateway", services::startGateway);
    both(gateway, both(persister, query));

    progress.addresses(
        List.of(new Address("telemetry (JIP-3)", "localhost:" + gateway.join().telemetryPort()),
            new Address("api", "http://localhost:" + query.join().port() + "/api"),
            new Address("api documentation", "http://localhost:" + query.join().port() + "/api/docs"),
            new Address("gateway management", "http://localhost:" + gateway.join().port()),
            new Address("persister management", "http://localhost:" + persister.join().port()),
            new Address("kafka", stores.kafka().bootstrapServers()),
            new Address("postgres", stores.postgres().jdbcUrl().replace("jdbc:", "")),
            new Address("data, logs", stores.data() + ", " + stores.data().resolve("logs"))),
        "curl -s http://localhost:" + query.join().port() + "/api/nodes");
    if (settings.simulatedNodes() > 0) {
      keep("simulator", services.simulate(settings.simulatedNodes(), gateway.join().telemetryPort()));
      progress.step("simulator talks as " + settings.simulatedNodes() + " nodes");
    }
    return new Running(query.join().port(), gateway.join().port());
  }

  /**
   * Starts what keeps data and a persister that takes up a log that the tables are not of.
   *
   * @return partitions whose positions were given up
   * @throws org.jamtart.embedded.StartupException when the data directory is in use or unwritable
   */
  List<Integer> adoptLog() {
    Stores stores = startStores();
    var services = new Services(settings, stores.kafka(), stores.postgres());
    var persister = starting("persister", () -> services.startPersister(true));
    both(persister, persister);
    return persister.join().context().getBean(LogPositions.class).adopted();
  }

  private record Stores(Path data, EmbeddedKafka kafka, EmbeddedPostgres postgres) {}

  private Stores startStores() {
    DataDirectory data = DataDirectory.claim(settings.data());
    keep("data directory", data);
    Services.configureLogging(data.path().resolve("logs"));
    var kafka = starting("kafka", () -> EmbeddedKafka
        .start(KafkaSettings.in(data.path().resolve("kafka")).withPort(settings.kafkaPort())));
    var postgres = starting("postgres", () -> EmbeddedPostgres
        .start(PostgresSettings.in(data.path().resolve("postgres")).withPort(settings.postgresPort())));
    both(kafka, postgres);
    return new Stores(data.path(), kafka.join(), postgres.join());
  }

  private <T extends AutoCloseable> CompletableFuture<T> starting(String name, Supplier<T> start) {
    var future = new CompletableFuture<T>();
    Thread.ofPlatform().name("start-" + name).start(() -> {
      try {
        T part = start.get();
        keep(name, part);
        progress.step(name + " is ready");
        future.complete(part);
      } catch (Throwable e) {
        future.completeExceptionally(e);
      }
    });
    return future;
  }

  /** Waits for both, so that none is left behind half-started, and passes on the first failure. */
  private static CompletableFuture<Void> both(CompletableFuture<?> one, CompletableFuture<?> other) {
    var both = CompletableFuture.allOf(one, other);
    try {
      both.join();
      return both;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void keep(String name, AutoCloseable closeable) {
    synchronized (parts) {
      if (!closed) {
        parts.push(new Part(name, closeable));
        return;
      }
    }
    close(new Part(name, closeable));
  }

  /** Stops what is running; safe to call while {@link #start()} is under way, and more than once. */
  @Override
  public void close() {
    Deque<Part> running;
    synchronized (parts) {
      closed = true;
      running = new ArrayDeque<>(parts);
      parts.clear();
    }
    // Started side by side, so the order is by name: nodes first, then their data's way, then what carries it.
    for (String name : List.of("simulator", "ingest-gateway", "persister", "query-api", "kafka", "postgres",
        "data directory")) {
      running.stream().filter(part -> part.name().equals(name)).forEach(this::close);
    }
  }

  private void close(Part part) {
    try {
      part.closeable().close();
      progress.step(part.name() + " has stopped");
    } catch (Exception e) {
      progress.step(part.name() + " did not stop in order: " + e);
    }
  }
}
