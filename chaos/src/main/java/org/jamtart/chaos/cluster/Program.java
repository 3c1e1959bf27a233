package org.jamtart.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jamtart.testsupport.Await;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program of the cluster: a process that can be killed, told to stop, and started again. Thread-safe. */
public final class Program implements AutoCloseable {

  /** How long to wait among other faults: with outages that follow on each other, a start can take long. */
  public static final Duration READY_AMONG_FAULTS = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(Program.class);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final String name;
  private final Path output;
  private final BooleanSupplier ready;
  private final AtomicInteger deaths = new AtomicInteger();
  private List<String> command;
  private final Map<String, String> environment;
  private @Nullable Process process;

  Program(String name, List<String> command, Map<String, String> environment, Path directory,
      BooleanSupplier ready) {
    this.name = name;
    this.command = command;
    this.environment = Map.copyOf(environment);
    this.output = directory.resolve(name + ".log");
    this.ready = ready;
  }

  /** What it is called in results. */
  public String name() {
    return name;
  }

  /** Where what it prints goes. */
  public Path output() {
    return output;
  }

  /** Another command from the next start on. */
  synchronized void command(List<String> other) {
    command = other;
  }

  /** Starts it, unless it runs. */
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("TART_"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      await(process);
      process = null;
    }
  }

  /** SIGTERM, and SIGKILL after a minute; returns how long it took to end. */
  public synchronized Duration terminate() {
    long begin = System.nanoTime();
    if (process != null) {
      process.destroy();
      await(process);
      process = null;
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void await(Process ending) {
    try {
      if (!ending.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("event=program-did-not-stop name={} seconds={} log={}", name, STOP.toSeconds(), output);
        deaths.incrementAndGet();
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      ending.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Process id, while it runs. */
  public synchronized OptionalLong pid() {
    return process != null && process.isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
  }

  /** How often it ended without having been told to, or did not end within a minute when it was. */
  public int deaths() {
    return deaths.get();
  }

  /** Waits until it says that it is ready; like every orchestrator, starts it again should it give up. */
  public void awaitReady(Duration timeout) {
    Await.until(name + " to be ready; its log is " + output, timeout, () -> {
      synchronized (this) {
        if (process != null && !process.isAlive()) {
          log.warn("event=program-ended name={} exit={} log={}", name, process.exitValue(), output);
          deaths.incrementAndGet();
          start();
        }
      }
      return ready.getAsBoolean();
    });
  }

  /** Ends it by force. */
  @Override
  public void close() {
    kill();
  }
}
