package org.jamtart.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jamtart.embedded.StartupException;

/**
 * A built checkout of TART.
 *
 * @param root its directory
 */
public record Home(Path root) {

  /** The checkout in which this program runs: the working directory, or the nearest above it. */
  public static Home here() {
    Path start = Path.of("").toAbsolutePath();
    for (Path path = start; path != null; path = path.getParent()) {
      if (Files.exists(path.resolve("tart")) && Files.isDirectory(path.resolve("ingest-gateway"))) {
        return new Home(path);
      }
    }
    throw new StartupException(start + " is not in a checkout of TART: run ./tart there");
  }

  /** The jar of a service, which finds its libraries beside it. */
  public Path jar(String module) {
    Path target = root.resolve(module).resolve("target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        List<Path> jars = files
            .filter(file -> file.getFileName().toString().matches(module + "-[^-]+(-SNAPSHOT)?\\.jar"))
            .toList();
        if (jars.size() == 1) {
          return jars.getFirst();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new StartupException(
        "there is no jar of " + module + " in " + target + ": build it with mvn -DskipTests package");
  }
}
