package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code postmaster.pid}: PostgreSQL's own note of which process serves a data directory. Its first line is
 * the process id.
 */
final class PidFile {

  private final Path path;

  PidFile(Path data) {
    this.path = data.resolve("postmaster.pid");
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** The process id, or empty if there is no file or no number in it. */
  Optional<Long> pid() throws IOException {
    try (var lines = Files.lines(path)) {
      return lines.findFirst()
          .map(String::strip)
          .filter(line -> line.matches("[0-9]{1,18}"))
          .map(Long::valueOf);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
