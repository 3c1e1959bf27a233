package org.jamtart.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * TART's classes as a JVM keeps them for later starts, made once for all tests: with it a start takes 9 s of processor time instead of
 * 14, and there are more than a dozen of them.
 */
final class ClassArchive {

  private static final Path TARGET = TartProcess.ROOT.resolve("deploy/standalone/target");
  private static final Path FILE = Path.of("target", "tart.jsa").toAbsolutePath();

  private ClassArchive() {}

  /** Options of a JVM that starts with it; none where {@code ./tart} has something better. Waits while it is being made. */
  static synchronized List<String> options() {
    if (Files.exists(TARGET.resolve("tart.aot"))) {
      return List.of();
    }
    try {
      if (!Files.exists(FILE) || Files.getLastModifiedTime(FILE).compareTo(newest()) < 0) {
        Files.deleteIfExists(FILE);
        TartProcess
            .up(List.of("-XX:ArchiveClassesAtExit=" + FILE), TartProcess.newDataDirectory("archive"))
            .close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  private static FileTime newest() throws IOException {
    try (Stream<Path> files = Stream.concat(Files.list(TARGET), Files.list(TARGET.resolve("lib")))) {
      return files.filter(file -> file.toString().endsWith(".jar")).map(file -> {
        try {
          return Files.getLastModifiedTime(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }).max(FileTime::compareTo).orElseThrow();
    }
  }
}
