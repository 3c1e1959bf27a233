package org.jamtart.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * This process, servers that it started although they are nobody's children, and all that descend from them. The kernel's
 * own threads count as well: they write back and deliver mostly what was written here.
 */
public final class ProcessTree {

  private static final long KERNEL_THREADS = 2;

  private final Set<Long> roots;

  /** This process, and the kernel. */
  public ProcessTree() {
    this(Set.of(ProcessHandle.current().pid(), KERNEL_THREADS));
  }

  private ProcessTree(Set<Long> roots) {
    this.roots = new CopyOnWriteArraySet<>(roots);
  }

  /** One process and all that descend from it. */
  public static ProcessTree of(long pid) {
    return new ProcessTree(Set.of(pid));
  }

  /** A server that detached itself belongs to us. */
  public void add(long pid) {
    roots.add(pid);
  }

  /** CPU time of all that live, and of their children that have ended, in seconds. */
  public double cpuSeconds() {
    Map<Long, ProcFiles.Stat> processes = new HashMap<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path directory : directories) {
        ProcFiles.Stat stat = ProcFiles.stat(directory);
        if (stat != null) {
          processes.put(stat.pid(), stat);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return processes.values()
        .stream()
        .filter(stat -> isOurs(stat, processes))
        .mapToDouble(ProcFiles.Stat::withChildrenSeconds)
        .sum();
  }

  private boolean isOurs(ProcFiles.Stat stat, Map<Long, ProcFiles.Stat> processes) {
    for (ProcFiles.Stat each = stat; each != null; each = processes.get(each.parent())) {
      if (roots.contains(each.pid())) {
        return true;
      }
    }
    return false;
  }
}
