package org.jamtart.embedded.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.datadir.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL server of our own, on 127.0.0.1, with user and password {@value #USER} and a
 * database {@value #DATABASE}. The user is a superuser of this server.
 *
 * <p>A later start on the same directory finds everything as it was. If this JVM is killed, the server is
 * told to stop by a watching shell; if that was killed too, the next start on the directory stops it and
 * takes over. Nothing needs cleaning by hand.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  /** The superuser. */
  public static final String USER = "tart";

  /** Its password: the server is reached from this machine alone, and by whoever has an account on it. */
  public static final String PASSWORD = "tart";

  /** The database that exists after a start. */
  public static final String DATABASE = "tart_telemetry";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int ATTEMPTS_FOR_A_FREE_PORT = 3;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DataDirectory claim;
  private final ServerStop stop;
  private final ServerProcesses processes;
  private final ProcessHandle server;
  private final ParentWatch watch;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(DataDirectory claim, ServerStop stop, ServerProcesses processes,
      ProcessHandle server, ParentWatch watch,
      int port) {
    this.claim = claim;
    this.stop = stop;
    this.processes = processes;
    this.server = server;
    this.watch = watch;
    this.port = port;
  }

  /**
   * Starts a server and returns when it takes connections: about 1 s, the first time 3 to 5 s.
   *
   * @throws org.jamtart.embedded.PortTakenException if the port of the settings is in use
   * @throws org.jamtart.embedded.datadir.DataDirectoryException if the directory cannot be used
   * @throws PostgresException if the server cannot be unpacked, prepared or started
   */
  public static EmbeddedPostgres start(PostgresSettings settings) {
    long begin = System.nanoTime();
    DataDirectory claim = DataDirectory.claim(settings.directory());
    EmbeddedPostgres started = null;
    try {
      ServerPrograms programs = ServerPrograms.in(Binaries.unpacked(settings.binaries(), Platform.current()));
      Path data = Cluster.in(claim.path(), programs, settings.durability());
      ServerStop stop = new ServerStop(programs, data);
      new Predecessor(data, stop).clear();
      started = start(settings, claim, programs, data, stop);
      started.createDatabase();
      log.info("event=postgres-started port={} pid={} durability={} millis={}", started.port, started.pid(),
          settings.durability(), (System.nanoTime() - begin) / 1_000_000);
      return started;
    } catch (SQLException e) {
      if (started != null) {
        started.close();
      }
      throw new PostgresException(
          "PostgreSQL started in %s but refused a connection: %s".formatted(claim.path(), e), e);
    } finally {
      if (started == null) {
        claim.close();
      }
    }
  }

  private static EmbeddedPostgres start(PostgresSettings settings, DataDirectory claim,
      ServerPrograms programs,
      Path data, ServerStop stop) {
    ServerLog serverLog = new ServerLog(claim.path());
    ServerProcesses processes = new ServerProcesses(data);
    for (int attempt = 1;; attempt++) {
      int port = LoopbackPort.choose("PostgreSQL", settings.port());
      try {
        ServerConfiguration.write(data, settings, port);
        serverLog.rotate();
        ServerPrograms.Outcome outcome = programs.run(settings.startTimeout().plus(GRACE), "pg_ctl",
            List.of("start", "-D", data.toString(), "-l", serverLog.path().toString(), "-w", "-t",
                Long.toString(settings.startTimeout().toSeconds())));
        var server = new PidFile(data).pid().flatMap(processes::server);
        if (outcome.succeeded() && server.isPresent()) {
          return new EmbeddedPostgres(claim, stop, processes, server.get(),
              ParentWatch.over(server.get().pid(), data),
              port);
        }
        server.ifPresent(stop::stop);
        String tail = serverLog.tail();
        if (attempt == ATTEMPTS_FOR_A_FREE_PORT || settings.port() != 0 || !tail.contains("could not bind")) {
          throw new PostgresException(
              "PostgreSQL did not start in %s within %d s (%s); its log %s ends with\n%s"
                  .formatted(claim.path(), settings.startTimeout().toSeconds(), lastLine(outcome.output()),
                      serverLog.path(), tail),
              null);
        }
      } catch (IOException e) {
        throw new PostgresException("PostgreSQL's directory %s cannot be used: %s".formatted(claim.path(), e),
            e);
      }
    }
  }

  private static String lastLine(String output) {
    return output.substring(output.lastIndexOf('\n') + 1);
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = connect("postgres");
        PreparedStatement query = connection
            .prepareStatement("select 1 from pg_database where datname = ?")) {
      query.setString(1, DATABASE);
      try (ResultSet found = query.executeQuery()) {
        if (!found.next()) {
          try (Statement create = connection.createStatement()) {
            create.execute("create database " + DATABASE);
          }
        }
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", PASSWORD);
    Connection connection = new org.postgresql.Driver().connect(jdbcUrl(database), login);
    if (connection == null) {
      throw new SQLException("not a URL of PostgreSQL's driver: " + jdbcUrl(database));
    }
    return connection;
  }

  /** JDBC URL of the database {@value #DATABASE}, without user and password. */
  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  /** JDBC URL of a database of this server, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + LoopbackPort.HOST + ":" + port + "/" + database;
  }

  /** The port that clients connect to, 1 to 65535. */
  public int port() {
    return port;
  }

  /** Process id of the server. */
  public long pid() {
    return server.pid();
  }

  /** Whether the server's process is there and serving this directory. */
  public boolean isAlive() {
    return processes.serves(server);
  }

  /** Where the server keeps its data and log, as a real path. */
  public Path directory() {
    return claim.path();
  }

  /** Process id of the shell that watches this JVM. */
  long watchPid() {
    return watch.pid();
  }

  /**
   * Stops the server in order (sessions are ended, data files brought up to date) and releases the
   * directory. Calling it again does nothing, and so does calling it when the server is gone already.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long begin = System.nanoTime();
    try {
      if (isAlive()) {
        stop.stop(server);
      }
    } finally {
      watch.close();
      claim.close();
    }
    log.info("event=postgres-stopped port={} millis={}", port, (System.nanoTime() - begin) / 1_000_000);
  }
}
