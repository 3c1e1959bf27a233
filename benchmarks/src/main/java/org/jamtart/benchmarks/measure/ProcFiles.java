package org.jamtart.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Linux tells about CPU time. */
public final class ProcFiles {

  /** Ticks in a second, which Linux promises to programs whatever the kernel's own clock is. */
  private static final double TICKS = 100;

  // Columns of /proc/stat behind the name: user nice system idle iowait irq softirq steal
  private static final int USER = 1;
  private static final int NICE = 2;
  private static final int SYSTEM = 3;
  private static final int STEAL = 8;

  // Fields of /proc/PID/stat behind the name in parentheses, the state being 0.
  private static final int PARENT = 1;
  private static final int OWN_USER = 11;
  private static final int OWN_SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcFiles() {}

  /** One process. */
  record Stat(long pid, long parent, double ownSeconds, double withChildrenSeconds) {}

  /**
   * CPU time of all processes since the start of the machine, and what its host took away, in seconds. Interrupts are
   * left out: they are of our own packets and blocks.
   */
  static double busySeconds() {
    try {
      String[] columns = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
      return (Long.parseLong(columns[USER]) + Long.parseLong(columns[NICE]) + Long.parseLong(columns[SYSTEM])
          + Long.parseLong(columns[STEAL])) / TICKS;
    } catch (IOException e) {
      throw new UncheckedIOException("the benchmarks need Linux's /proc/stat", e);
    }
  }

  /**
   * CPU time that a process has taken, all its threads together, in seconds.
   *
   * @throws IllegalStateException when it is gone
   */
  public static double cpuSeconds(long pid) {
    Stat stat = stat(Path.of("/proc", Long.toString(pid)));
    if (stat == null) {
      throw new IllegalStateException("process " + pid + " has ended; see its output");
    }
    return stat.ownSeconds();
  }

  static @Nullable Stat stat(Path directory) {
    try {
      return parse(Files.readString(directory.resolve("stat")));
    } catch (IOException e) {
      return null; // it has ended meanwhile
    }
  }

  static Stat parse(String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
    double own = (Long.parseLong(fields[OWN_USER]) + Long.parseLong(fields[OWN_SYSTEM])) / TICKS;
    double children = (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]))
        / TICKS;
    return new Stat(Long.parseLong(line.substring(0, line.indexOf(' '))), Long.parseLong(fields[PARENT]), own,
        own + children);
  }
}
