package org.jamtart.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.kafka.KafkaSettings;
import org.jamtart.embedded.postgres.Durability;
import org.jamtart.embedded.postgres.EmbeddedPostgres;
import org.jamtart.embedded.postgres.PostgresSettings;

/**
 * Broker in this JVM, PostgreSQL as its child, data in {@code target/test-infra} of the module under test.
 * PostgreSQL's programs are unpacked once for all modules, in the directory for temporary files.
 */
final class EmbeddedServers implements Servers {

  private final Durability durability;
  private final Path directory;
  private final Deque<Runnable> stops = new ArrayDeque<>();

  EmbeddedServers(Durability durability) {
    this.durability = durability;
    this.directory = newDirectory();
  }

  @Override
  public String description() {
    return "embedded Kafka and PostgreSQL (durability %s) in %s".formatted(durability, directory);
  }

  @Override
  public synchronized String startKafka() {
    EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory.resolve("kafka")));
    stops.push(kafka::close);
    return kafka.bootstrapServers();
  }

  @Override
  public synchronized PostgresAddress startPostgres() {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(
        PostgresSettings.in(directory.resolve("postgres"))
            .withBinaries(binaries())
            .withDurability(durability));
    stops.push(postgres::close);
    return new PostgresAddress(LoopbackPort.HOST, postgres.port(), EmbeddedPostgres.USER,
        EmbeddedPostgres.PASSWORD);
  }

  @Override
  public synchronized void stop() {
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
    delete(directory);
  }

  private static Path newDirectory() {
    try {
      Path parent = Files.isDirectory(Path.of("target"))
          ? Files.createDirectories(Path.of("target", "test-infra").toAbsolutePath())
          : Path.of(System.getProperty("java.io.tmpdir"));
      return Files.createTempDirectory(parent, "run-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory that nobody else can write, as programs are run from it. */
  private static Path binaries() {
    String user = System.getProperty("user.name");
    Path own = Path.of(System.getProperty("java.io.tmpdir"), "tart-test-postgres-" + user);
    try {
      Files.createDirectories(own,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!Files.getOwner(own).getName().equals(user)) {
        throw new IllegalStateException(own + " belongs to somebody else: remove it, or set java.io.tmpdir");
      }
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try (var paths = Files.walk(root)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
