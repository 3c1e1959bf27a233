package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The data files of a server, made by {@code initdb} under another name and then renamed, so that a
 * directory called {@code data} is always a whole one.
 */
final class Cluster {

  private static final Duration INITDB = Duration.ofMinutes(2);
  private static final String UNFINISHED = "data.unfinished";

  private Cluster() {}

  /** The data directory under the given one, made now if it was not before (about a second). */
  static Path in(Path directory, ServerPrograms programs, Durability durability) {
    Path data = directory.resolve("data");
    if (Files.isDirectory(data)) {
      return data;
    }
    try {
      deleteUnfinished(directory);
      Path work = Files.createTempDirectory(directory, UNFINISHED);
      init(work, programs, durability);
      ServerConfiguration.prepare(work);
      Files.move(work, data, StandardCopyOption.ATOMIC_MOVE);
      return data;
    } catch (IOException e) {
      throw new PostgresException("PostgreSQL's data could not be created in %s: %s".formatted(directory, e),
          e);
    }
  }

  private static void init(Path work, ServerPrograms programs, Durability durability) throws IOException {
    Path password = Files.createTempFile("tart-postgres-", ".pw");
    try {
      Files.writeString(password, EmbeddedPostgres.PASSWORD + "\n");
      List<String> arguments = new ArrayList<>(List.of("-D", work.toString(), "-U", EmbeddedPostgres.USER,
          "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8"));
      if (durability == Durability.NONE) {
        arguments.add("--no-sync");
      }
      ServerPrograms.Outcome outcome = programs.run(INITDB, "initdb", arguments);
      if (!outcome.succeeded()) {
        throw new PostgresException("initdb failed in %s (exit code %d)\n%s"
            .formatted(work, outcome.exitCode(), outcome.output()), null);
      }
    } finally {
      Files.deleteIfExists(password);
    }
  }

  private static void deleteUnfinished(Path directory) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
      for (Path path : found) {
        Trees.delete(path);
      }
    }
  }
}
