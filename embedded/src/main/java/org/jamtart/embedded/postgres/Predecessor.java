package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier program may have left behind in a data directory: a server that still runs, backends
 * without a server, or a pid file of a process that is long gone. After {@link #clear()} none of it is
 * there. The caller holds the lock of the directory, so nobody else is using what is found.
 */
final class Predecessor {

  private static final Logger log = LoggerFactory.getLogger(Predecessor.class);
  private static final Duration BACKENDS_END = Duration.ofSeconds(10);

  private final Path data;
  private final ServerStop stop;
  private final PidFile pidFile;
  private final ServerProcesses processes;

  Predecessor(Path data, ServerStop stop) {
    this.data = data;
    this.stop = stop;
    this.pidFile = new PidFile(data);
    this.processes = new ServerProcesses(data);
  }

  void clear() {
    try {
      if (pidFile.exists()) {
        Optional<ProcessHandle> server = pidFile.pid().flatMap(processes::server);
        if (server.isPresent()) {
          log.info("event=postgres-taken-over pid={} directory={}", server.get().pid(), data);
          stop.stop(server.get());
        }
        endBackends();
        // PostgreSQL believes a pid file whose number is alive, whoever that is, and an empty one too.
        pidFile.delete();
      }
    } catch (IOException e) {
      throw new PostgresException("%s cannot be read or removed: %s".formatted(pidFile, e), e);
    }
  }

  /** Backends notice that their server is gone at their next wait; one in a long computation is killed. */
  private void endBackends() {
    List<ProcessHandle> left = processes.all();
    if (!processes.ended(BACKENDS_END, left)) {
      log.warn("event=postgres-backends-killed directory={} count={}", data, left.size());
      left.forEach(ProcessHandle::destroyForcibly);
      processes.ended(BACKENDS_END, left);
    }
  }
}
