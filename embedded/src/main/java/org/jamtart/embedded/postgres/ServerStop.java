package org.jamtart.embedded.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  ServerStop(ServerPrograms programs, Path data) {
    this.programs = programs;
    this.data = data;
  }

  void stop(ProcessHandle server) {
    if (pgCtl("fast", FAST, server)) {
      return;
    }
    log.warn("event=postgres-stop-immediate pid={} directory={}", server.pid(), data);
    if (!pgCtl("immediate", IMMEDIATE, server)) {
      server.destroyForcibly();
      gone(server, IMMEDIATE);
    }
  }

  private boolean pgCtl(String mode, Duration timeout, ProcessHandle server) {
    programs.run(timeout.plusSeconds(5), "pg_ctl",
        List.of("stop", "-D", data.toString(), "-m", mode, "-t", Long.toString(timeout.toSeconds())));
    return gone(server, Duration.ofSeconds(1));
  }

  private static boolean gone(ProcessHandle server, Duration timeout) {
    try {
      server.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !server.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException(
          "interrupted while stopping PostgreSQL (process %d)".formatted(server.pid()), e);
    }
  }
}
