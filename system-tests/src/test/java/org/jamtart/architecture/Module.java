package org.jamtart.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The modules of the build and where they lie, seen from this one, in whose directory the tests run. */
enum Module {

  SHARED_MODEL("shared-model"), EMBEDDED("embedded"), SIMULATOR("simulator"), TEST_SUPPORT("test-support"), //
  INGEST_GATEWAY("ingest-gateway"), PERSISTER("persister"), QUERY_API("query-api"), REPLAY("replay"),
  STANDALONE("deploy/standalone"), CHAOS("chaos"), BENCHMARKS("benchmarks"), //
  SYSTEM_TESTS("system-tests");

  private final Path root;

  Module(String path) {
    this.root = Path.of("..").resolve(path).toAbsolutePath().normalize();
  }

  static Stream<Module> all() {
    return Arrays.stream(values());
  }

  boolean hasCode() {
    return hasSources(root.resolve("src/main/java"));
  }

  boolean hasTests() {
    return hasSources(root.resolve("src/test/java"));
  }

  Path testClasses() {
    return root.resolve("target/test-classes");
  }

  private static boolean hasSources(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.anyMatch(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
