package org.jamtart.chaos.cluster;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.postgres.EmbeddedPostgres;
import org.jamtart.embedded.postgres.PostgresSettings;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, durable, on a port that it keeps. Thread-safe. */
public final class Database implements AutoCloseable {

  private final PostgresSettings settings;
  private @Nullable EmbeddedPostgres server;

  Database(Path directory, Path binaries) {
    settings = PostgresSettings.in(directory)
        .withBinaries(binaries)
        .withPort(LoopbackPort.choose("PostgreSQL", 0))
        // What it says of dead connections is not of interest, and a small machine has other uses for the memory.
        .withOverrides(Map.of("log_min_messages", "fatal", "shared_buffers", "128MB"));
  }

  /** Starts it, unless it runs. */
  public synchronized void start() {
    if (server != null && server.isAlive()) {
      return;
    }
    if (server != null) {
      server.close();
    }
    server = EmbeddedPostgres.start(settings);
  }

  /** SIGKILL to the server and to every process that it has, as a crash of its machine would end them. */
  public synchronized void kill() {
    if (server != null) {
      ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElse(null);
      if (postmaster != null) {
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
      }
      server.close();
      server = null;
    }
  }

  /** The port that it listens on, also after a restart. */
  public int port() {
    return settings.port();
  }

  /** Its address for the services, through any port. */
  String jdbcUrl(int throughPort) {
    return "jdbc:postgresql://%s:%d/%s".formatted(LoopbackPort.HOST, throughPort, EmbeddedPostgres.DATABASE);
  }

  /** Its own address with the login, and bounds on how long an answer may take, so that nobody hangs on a dead server. */
  public String jdbcUrl() {
    return jdbcUrl(port()) + "?user=%s&password=%s&connectTimeout=2&socketTimeout=120"
        .formatted(EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
  }

  /** Runs statements, each by itself. */
  void execute(String... statements) {
    try (var connection = DriverManager.getConnection(jdbcUrl());
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Process id of the server, while it runs; 0 otherwise. */
  public synchronized long pid() {
    return server == null ? 0 : server.pid();
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
