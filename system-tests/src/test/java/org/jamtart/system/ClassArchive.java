package org.jamtart.system;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * TART's classes as a JVM keeps them for later starts, made once for all tests: with it a start takes 9 s of processor time instead of
 * 14, and there are more than a dozen of them.
 */
final class ClassArchive {

  private static final Path TARGET = TartProcess.ROOT.resolve("deploy/standalone/target");
  private static final File FILE = new File("target", "tart.jsa").getAbsoluteFile();
  private static final Duration WRITING = Duration.ofSeconds(60);

  private ClassArchive() {}

  /** Options of a JVM that starts with it; none where {@code ./tart} has something better. Waits while it is being made. */
  static synchronized List<String> options() {
    if (Files.exists(TARGET.resolve("tart.aot"))) {
      return List.of();
    }
    if (FILE.lastModified() < newest()) {
      TartProcess.up(List.of("-XX:ArchiveClassesAtExit=" + FILE), TartProcess.newDataDirectory("archive"))
          .terminate(WRITING);
    }
    return List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  /** When the newest of the jars was made. */
  private static long newest() {
    return Stream.of(TARGET, TARGET.resolve("lib"))
        .flatMap(directory -> Stream
            .of(requireNonNull(directory.toFile().listFiles(file -> file.getName().endsWith(".jar")))))
        .mapToLong(File::lastModified)
        .max()
        .orElseThrow();
  }
}
