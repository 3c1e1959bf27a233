package org.jamtart.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ./tart up} as a process of its own, on free ports. */
final class TartProcess implements AutoCloseable {

  /** The root of the repository: tests run in the directory of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> JAVA_OPTIONS = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Process process;
  private final List<String> output;

  private TartProcess(Process process, List<String> output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it and waits until it says that everything is ready. */
  static TartProcess up(Path data, String... options) {
    return up(ClassArchive.options(), data, options);
  }

  /** The same with options of the JVM beside the usual ones. */
  static TartProcess up(List<String> javaOptions, Path data, String... options) {
    List<String> command = Stream
        .concat(Stream.of(ROOT.resolve("tart").toString(), "up", "--data", data.toString(),
            "--telemetry-port", "0", "--api-port", "0", "--gateway-management-port", "0", "--kafka-port", "0",
            "--postgres-port", "0"), Stream.of(options))
        .toList();
    try {
      Process process = start(command, Stream.concat(JAVA_OPTIONS.stream(), javaOptions.stream()).toList());
      List<String> output = new ArrayList<>();
      BufferedReader reader = process.inputReader();
      long deadline = System.nanoTime() + START.toNanos();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
        if (line.contains("Try: ")) {
          Thread.ofVirtual().start(() -> drain(reader));
          return new TartProcess(process, output);
        }
        if (System.nanoTime() > deadline) {
          break;
        }
      }
      process.destroyForcibly();
      throw new AssertionError("tart up was not ready:\n" + String.join("\n", output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that is not read stops at a full pipe. */
  private static void drain(BufferedReader reader) {
    try {
      reader.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // the process is gone
    }
  }

  /** Runs a command of {@code ./tart} to its end. */
  static Result run(String... arguments) {
    return run(ClassArchive.options(), arguments);
  }

  /** The same with options of the JVM beside the usual ones. */
  static Result run(List<String> javaOptions, String... arguments) {
    try {
      Process process = start(
          Stream.concat(Stream.of(ROOT.resolve("tart").toString()), Stream.of(arguments)).toList(),
          Stream.concat(JAVA_OPTIONS.stream(), javaOptions.stream()).toList());
      String text = process.inputReader().lines().collect(Collectors.joining("\n"));
      return new Result(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Exit code and everything that was printed. */
  record Result(int exitCode, String output) {}

  private static Process start(List<String> command, List<String> javaOptions) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("TART_") && !key.equals("TART_JAVA_HOME"));
    builder.environment().put("TART_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TART_JAVA_OPTS", String.join(" ", javaOptions));
    return builder.start();
  }

  int telemetryPort() {
    return port("telemetry \\(JIP-3\\)");
  }

  String api() {
    return "http://localhost:" + port("api");
  }

  String gatewayManagement() {
    return "localhost:" + port("gateway management");
  }

  String bootstrapServers() {
    return "localhost:" + port("kafka");
  }

  String jdbcUrl() {
    return "jdbc:postgresql://localhost:" + port("postgres") + "/tart_telemetry?user=tart&password=tart";
  }

  /** {@code ./tart flush} against this instance. */
  Result flush() {
    return run("flush", "--gateway", gatewayManagement(), "--api", api().substring("http://".length()),
        "--timeout",
        "30");
  }

  private int port(String name) {
    Pattern row = Pattern.compile("^  " + name + " .*?:(\\d+)\\b.*");
    return output.stream()
        .map(row::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row '" + name + "' in\n" + String.join("\n", output)));
  }

  /** SIGKILL; what it started may outlive it. */
  void kill() {
    process.destroyForcibly();
    await(STOP);
  }

  /** SIGTERM; returns how long it took to stop. */
  Duration terminate() {
    return terminate(STOP);
  }

  /** The same for one that has more to do before it stops. */
  Duration terminate(Duration atMost) {
    long start = System.nanoTime();
    process.destroy();
    await(atMost);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void await(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("tart did not stop within " + atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }

  /** A data directory of its own below the build's directory. The programs of PostgreSQL are unpacked once for all of them. */
  static Path newDataDirectory(String name) {
    try {
      Path parent = Path.of("target", "data").toAbsolutePath();
      Path binaries = Files.createDirectories(parent.resolve("postgres-binaries"));
      Path directory = Files.createTempDirectory(parent, name + "-");
      Files.createSymbolicLink(Files.createDirectory(directory.resolve("postgres")).resolve("binaries"),
          binaries);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
