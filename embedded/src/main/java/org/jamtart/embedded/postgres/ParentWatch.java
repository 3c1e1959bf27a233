package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Ends the server when this JVM dies without a word. A shell waits on a pipe whose other end only this
 * process holds; when the pipe closes, it asks the server for a fast shutdown, provided that the data
 * directory still belongs to the process it was told about. It ignores the signals of the terminal, so that
 * Ctrl-C does not take the server away from a program that is still draining.
 */
final class ParentWatch implements AutoCloseable {

  private static final String SCRIPT = """
      trap '' INT TERM HUP
      read -r never
      read -r now < "$2" && [ "$now" = "$1" ] && kill -INT "$1"
      """;

  private final Process shell;

  private ParentWatch(Process shell) {
    this.shell = shell;
  }

  static ParentWatch over(long server, Path data) {
    try {
      return new ParentWatch(
          new ProcessBuilder("/bin/sh", "-c", SCRIPT, "tart-postgres-watch", Long.toString(server),
              data.resolve("postmaster.pid").toString()).redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new PostgresException("/bin/sh cannot be started: " + e.getMessage(), e);
    }
  }

  long pid() {
    return shell.pid();
  }

  /** Ends the watch without touching the server. */
  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
