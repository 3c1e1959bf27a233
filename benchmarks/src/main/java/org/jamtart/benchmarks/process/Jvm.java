package org.jamtart.benchmarks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jamtart.benchmarks.measure.ProcFiles;

/** A program in a JVM of its own, with this one's class path, so that its CPU time is told apart. */
public final class Jvm implements AutoCloseable {

  /** As who reads the log is started: what is fetched, and what a full transaction brings, are arrays of megabytes. */
  public static final String LARGE_REGIONS = "-XX:G1HeapRegionSize=8m";

  /** Who keeps what it has learned for the next start needs half of them. */
  private static final long STOP_SECONDS = 60;
  /** From this version on the JDK warns of what Kafka, Netty and JMH use, and older ones do not know the option. */
  private static final int WARNS_OF_UNSAFE = 23;

  private final Process process;
  private final Path output;
  private final BufferedReader answers;

  private Jvm(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.answers = process.inputReader();
  }

  /**
   * Starts it. What it writes to standard error goes to a file in the directory.
   *
   * @param options of the JVM; see {@link #options}
   */
  public static Jvm start(Path directory, String name, String[] options, Class<?> main,
      String... arguments) {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", absoluteClassPath(), main.getName()));
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(directory);
      Path output = directory.resolve(name + ".log");
      Process process = new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()))
          .directory(directory.toFile())
          .start();
      // Whoever ends the benchmarks half-way ends what they started.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Jvm(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String absoluteClassPath() {
    List<String> paths = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      paths.add(new File(path).getAbsolutePath());
    }
    return String.join(File.pathSeparator, paths);
  }

  /** Process id. */
  public long pid() {
    return process.pid();
  }

  /** CPU time of all its threads so far, seconds. */
  public double cpuSeconds() {
    return ProcFiles.cpuSeconds(process.pid());
  }

  /** Lets nobody wait for a reader of what it prints; it goes to where its errors go. */
  public Jvm ignoringOutput() {
    // A read from a pipe keeps its carrier: as virtual threads a few of these would be all that a small machine has.
    Thread.ofPlatform().daemon().name("output-of-" + process.pid()).start(() -> {
      try (Writer file = Files.newBufferedWriter(output, StandardOpenOption.APPEND)) {
        answers.transferTo(file);
      } catch (IOException e) {
        // the process is gone
      }
    });
    return this;
  }

  /** Writes a line to it and waits for the line that answers. */
  public String ask(String line) {
    try {
      Writer writer = process.outputWriter();
      writer.write(line + "\n");
      writer.flush();
      return awaitLine("");
    } catch (IOException e) {
      throw new UncheckedIOException(failed("did not take '" + line + "'"), e);
    }
  }

  /** Waits for a line that contains a text. */
  public String awaitLine(String text) {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.contains(text)) {
          return line;
        }
      }
      throw new IllegalStateException(failed("has ended"));
    } catch (IOException e) {
      throw new UncheckedIOException(failed("was not readable"), e);
    }
  }

  String failed(String what) {
    return "process " + process.pid() + " " + what + "; see " + output;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal, such as STOP. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IllegalStateException(failed("did not take signal " + name));
    }
  }

  /** Asks it to stop, and makes it after a minute. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What TART's own command sets but {@link #LARGE_REGIONS}, with a heap that leaves most of a small machine to others. */
  public static String[] options(int heapMegabytes, String... more) {
    List<String> options = new ArrayList<>(List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED", "-Xmx" + heapMegabytes + "m",
        "-Dlogback.configurationFile=logback-benchmarks.xml",
        "-Dlogging.config=classpath:logback-benchmarks.xml"));
    if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
