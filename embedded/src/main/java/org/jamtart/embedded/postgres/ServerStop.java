package org.jamtart.embedded.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server: fast (sessions are ended, the data files brought up to date), then immediately (the next
 * start recovers), then by force.
 */
final class ServerStop {

  private static final Logger log = LoggerFactory.getLogger(ServerStop.class);
  private static final Duration FAST = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE = Duration.ofSeconds(5);

  private final ServerPrograms programs;
  private final Path data;
  private final ServerProcesses processes;

  ServerStop(ServerPrograms programs, Path data) {
    this.programs = programs;
    this.data = data;
    this.processes = new ServerProcesses(data);
  }

  void stop(ProcessHandle server) {
    if (pgCtl("fast", FAST, server)) {
      return;
    }
    log.warn("event=postgres-stop-immediate pid={} directory={}", server.pid(), data);
    if (!pgCtl("immediate", IMMEDIATE, server)) {
      server.destroyForcibly();
      processes.ended(IMMEDIATE, List.of(server));
    }
  }

  private boolean pgCtl(String mode, Duration timeout, ProcessHandle server) {
    programs.run(timeout.plusSeconds(5), "pg_ctl",
        List.of("stop", "-D", data.toString(), "-m", mode, "-t", Long.toString(timeout.toSeconds())));
    return processes.ended(Duration.ofSeconds(1), List.of(server));
  }
}
