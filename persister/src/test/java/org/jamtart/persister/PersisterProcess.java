package org.jamtart.persister;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jamtart.log.LogSettings;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TestDatabase;

/** The service as a process of its own, which can run out of memory and be killed. */
final class PersisterProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Process process;
  private final Path output;

  private PersisterProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it with a heap of so many megabytes, in the virtual machine of this test. */
  static PersisterProcess start(LogSettings log, TestDatabase database, int heap, String... more) {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap + "m",
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto",
            "-cp", System.getProperty("java.class.path"), PersisterApplication.class.getName()));
    command.addAll(RunningPersister.arguments(log, database, more));
    try {
      Path output = Files.createTempFile("persister", ".log");
      return new PersisterProcess(new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until its consumers have partitions. */
  PersisterProcess ready() {
    Await.until("the persister to have partitions", PATIENCE, () -> {
      if (!process.isAlive()) {
        throw new AssertionError("it ended with " + process.exitValue() + ":\n" + output());
      }
      return lines("event=partitions_assigned").findAny().isPresent();
    });
    return this;
  }

  /** Waits until it has printed a line with a text. */
  void awaitLine(String text) {
    Await.until("a line with " + text, PATIENCE, () -> lines(text).findAny().isPresent());
  }

  /** What it printed that contains a text. */
  Stream<String> lines(String text) {
    return output().lines().filter(line -> line.contains(text));
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; returns how long it took to end. */
  Duration terminate() {
    long start = System.nanoTime();
    process.destroy();
    awaitEnd();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGSTOP: it does nothing at all, and its connections stay open. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if nothing had been. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int end = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO()
          .start()
          .waitFor();
      if (end != 0) {
        throw new AssertionError("kill -" + name + " ended with " + end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it has ended. */
  void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the persister does not end:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    awaitEnd();
    Files.deleteIfExists(output);
  }
}
