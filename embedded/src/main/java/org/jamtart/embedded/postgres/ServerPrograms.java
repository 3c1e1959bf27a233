package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code initdb} and {@code pg_ctl}, run so that they work for every user. PostgreSQL refuses to run as
 * root; for root each program is started in a user namespace of its own ({@code unshare -U}), where the
 * same user has no name and no privileges but still owns its files.
 */
final class ServerPrograms {

  private static final Duration PROBE = Duration.ofSeconds(10);

  private final Path home;
  private final List<String> prefix;

  private ServerPrograms(Path home, List<String> prefix) {
    this.home = home;
    this.prefix = prefix;
  }

  /** The programs under a directory that {@link Binaries} unpacked. */
  static ServerPrograms in(Path home) {
    return new ServerPrograms(home, runsAsRoot() ? unshare() : List.of());
  }

  /** How a program ended. */
  record Outcome(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Runs one program to its end. Output goes through a file, so that a server which inherits it cannot hold
   * us up.
   */
  Outcome run(Duration timeout, String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return run(timeout, command);
  }

  private static Outcome run(Duration timeout, List<String> command) {
    try {
      Path output = Files.createTempFile("tart-postgres-", ".out");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return new Outcome(-1, "no end within " + timeout);
        }
        return new Outcome(process.exitValue(), Files.readString(output).strip());
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return new Outcome(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted while running " + command.get(command.size() - 1), e);
    }
  }

  private static List<String> unshare() {
    List<String> prefix = List.of("unshare", "-U");
    Outcome probe = run(PROBE, List.of("unshare", "-U", "true"));
    if (!probe.succeeded()) {
      throw new PostgresException(
          "PostgreSQL does not run as root, and a user namespace for it could not be made (unshare -U true: %s): start TART as another user, or allow user namespaces"
              .formatted(probe.output()),
          null);
    }
    return prefix;
  }

  /** By the owner of a file that this process makes, since the user's name says nothing about its number. */
  private static boolean runsAsRoot() {
    try {
      Path file = Files.createTempFile("tart-uid-", "");
      try {
        return Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new PostgresException("the temporary directory %s cannot be written: %s"
          .formatted(System.getProperty("java.io.tmpdir"), e), e);
    }
  }
}
