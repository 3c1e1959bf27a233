package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells the processes that serve one data directory from all others. A process id alone proves nothing:
 * after a crash or a restart of the machine the number in the pid file may belong to anybody.
 */
final class ServerProcesses {

  private static final Path PROC = Path.of("/proc");

  private final Path data;

  /** For a data directory given as a real path. */
  ServerProcesses(Path data) {
    this.data = data;
  }

  /** The process of this id, if it is alive and a PostgreSQL server on this data directory. */
  Optional<ProcessHandle> server(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::serves);
  }

  /**
   * Every PostgreSQL process on this data directory, backends that outlived their server included. Known on
   * Linux only; empty elsewhere, where PostgreSQL's own check of its shared memory has to do.
   */
  List<ProcessHandle> all() {
    return Files.isDirectory(PROC.resolve("self"))
        ? ProcessHandle.allProcesses().filter(ProcessHandle::isAlive).filter(this::servesByProc).toList()
        : List.of();
  }

  private boolean serves(ProcessHandle process) {
    return Files.isDirectory(PROC.resolve("self")) ? servesByProc(process) : servesByArguments(process);
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
