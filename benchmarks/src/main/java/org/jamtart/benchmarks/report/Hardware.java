package org.jamtart.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine, as far as it tells: absolute figures are compared between equal ones only.
 *
 * @param model      of the processor
 * @param processors that this JVM may use
 * @param java       version of the JVM
 */
record Hardware(String model, int processors, String java) {

  private static final String MODEL = "model name";

  /** This one. */
  static Hardware here() {
    return new Hardware(modelHere(), Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString());
  }

  private static String modelHere() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  boolean isLike(Hardware other) {
    return model.equals(other.model) && processors == other.processors;
  }
}
