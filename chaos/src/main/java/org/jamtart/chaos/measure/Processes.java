package org.jamtart.chaos.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.Program;

/** Memory and threads of the cluster's processes, by looking at {@code /proc} twice a second. Thread-safe. */
public final class Processes implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int KILO = 1024;
  /** What PostgreSQL's processes are called here, all of them together. */
  public static final String POSTGRES = "postgres";

  /**
   * What one program has at a moment.
   *
   * @param megabytes resident; of PostgreSQL the proportional share of what its processes share
   * @param threads of PostgreSQL: processes
   */
  public record Use(long megabytes, long threads) {}

  private final Cluster cluster;
  private final Map<String, Use> largest = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private Processes(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Begins to watch. */
  public static Processes watch(Cluster cluster) {
    var processes = new Processes(cluster);
    Thread.ofPlatform().daemon().name("chaos-processes").start(processes::watch);
    return processes;
  }

  private void watch() {
    try {
      while (!closed) {
        now().forEach((name, use) -> largest.merge(name, use,
            (one, other) -> new Use(Math.max(one.megabytes, other.megabytes),
                Math.max(one.threads, other.threads))));
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What every program that runs has now. */
  public Map<String, Use> now() {
    Map<String, Use> uses = new TreeMap<>();
    for (Program program : cluster.programs()) {
      program.pid().ifPresent(pid -> {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        long kilobytes = field(status, "VmRSS:");
        if (kilobytes > 0) {
          uses.put(program.name(), new Use(kilobytes / KILO, field(status, "Threads:")));
        }
      });
    }
    ProcessHandle.of(cluster.database().pid())
        .filter(server -> server.pid() > 0)
        .ifPresent(server -> uses.put(POSTGRES, postgres(server)));
    return uses;
  }

  private static Use postgres(ProcessHandle server) {
    long[] sum = new long[2];
    Stream.concat(Stream.of(server), server.descendants()).forEach(process -> {
      sum[0] += field(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"), "Pss:");
      sum[1]++;
    });
    return new Use(sum[0] / KILO, sum[1]);
  }

  /** A number behind a name at the beginning of a line; 0 if it cannot be read. */
  private static long field(Path file, String name) {
    try {
      return Files.readAllLines(file)
          .stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip().split(" ", 2)[0]))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** The largest that every program has had. */
  public Map<String, Use> largest() {
    return new TreeMap<>(largest);
  }

  /** Begins to look for the largest anew. */
  public void restart() {
    largest.clear();
  }

  @Override
  public void close() {
    closed = true;
  }
}
