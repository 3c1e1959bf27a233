package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells the processes that serve one data directory from all others. A process id alone proves nothing:
 * after a crash or a restart of the machine the number in the pid file may belong to anybody.
 */
final class ServerProcesses {

  private static final Path PROC = Path.of("/proc");
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final Path data;

  /** For a data directory given as a real path. */
  ServerProcesses(Path data) {
    this.data = data;
  }

  /**
   * The process of this id, if it is a PostgreSQL server on this data directory.
   */
  Optional<ProcessHandle> server(long pid) {
    return ProcessHandle.of(pid).filter(this::serves);
  }

  /**
   * Every PostgreSQL process on this data directory, backends that outlived their server included. Known on
   * Linux only; empty elsewhere, where PostgreSQL's own check of its shared memory has to do.
   */
  List<ProcessHandle> all() {
    return Files.isDirectory(PROC.resolve("self"))
        ? ProcessHandle.allProcesses().filter(this::servesByProc).toList()
        : List.of();
  }

  /**
   * Whether the process serves this data directory. A zombie does not, although {@link
   * ProcessHandle#isAlive()} says that it lives; a server that has lost its parent stays one for as long as
   * the machine's first process takes to notice.
   */
  boolean serves(ProcessHandle process) {
    return Files.isDirectory(PROC.resolve("self")) ? servesByProc(process) : servesByArguments(process);
  }

  /**
   * Whether none of them serves any more before the timeout. An interrupt ends the wait, is kept, and
   * counts as the timeout.
   */
  boolean ended(Duration timeout, Collection<ProcessHandle> servers) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (servers.stream().anyMatch(this::serves)) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  // A server and all its children have the data directory as working directory, also after the directory
  // was renamed.
  private boolean servesByProc(ProcessHandle process) {
    Path entry = PROC.resolve(Long.toString(process.pid()));
    try {
      Path program = Files.readSymbolicLink(entry.resolve("exe")).getFileName();
      return program != null && program.toString().startsWith("postgres")
          && Files.readSymbolicLink(entry.resolve("cwd")).equals(data);
    } catch (IOException e) {
      return false; // gone, a zombie, or somebody else's
    }
  }

  private boolean servesByArguments(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command().filter(command -> command.endsWith("/postgres")).isPresent()
        && info.arguments()
            .map(List::of)
            .filter(arguments -> arguments.contains(data.toString()))
            .isPresent();
  }
}
