package org.jamtart.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jamtart.embedded.ChildJvm;
import org.jamtart.embedded.LoopbackPort;
import org.jamtart.embedded.PortTakenException;
import org.jamtart.embedded.datadir.DataDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has a server and a directory of its own, and mostly waits for them. */
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedPostgresIT {

  private static final Path BINARIES = Path.of("target", "postgres-binaries");

  @TempDir
  Path temp;

  @Test
  void data_outlives_a_restart_on_the_same_port() throws Exception {
    PostgresSettings settings = settings().withPort(LoopbackPort.choose("test", 0));
    EmbeddedPostgres first = EmbeddedPostgres.start(settings);
    write(first.jdbcUrl(), "kept");
    long begin = System.nanoTime();
    first.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));

    begin = System.nanoTime();
    try (EmbeddedPostgres second = EmbeddedPostgres.start(settings)) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
      assertThat(second.port()).isEqualTo(settings.port());
      assertThat(read(second.jdbcUrl())).isEqualTo("kept");
    }
  }

  @Test
  void a_server_is_durable_and_speaks_utc_and_utf_8_unless_told_otherwise() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      for (String name : new String[]{"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(ask(postgres.jdbcUrl(), "show " + name)).as(name).isEqualTo("on");
      }
      assertThat(ask(postgres.jdbcUrl(), "show server_version")).startsWith("18.");
      assertThat(ask(postgres.jdbcUrl(), "show server_encoding")).isEqualTo("UTF8");
      assertThat(ask(postgres.jdbcUrl(), "show log_timezone")).isEqualTo("UTC");
      assertThat(ask(postgres.jdbcUrl(), "show max_connections")).isEqualTo("200");
      assertThat(
          ask(postgres.jdbcUrl(), "select datlocale from pg_database where datname = current_database()"))
          .isEqualTo("C.UTF-8");
    }
  }

  @Test
  void a_test_may_give_durability_up_and_change_settings() throws Exception {
    PostgresSettings settings = settings().withDurability(Durability.NONE)
        .withOverrides(Map.of("work_mem", "7MB", "application_name", "it's"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
      assertThat(ask(postgres.jdbcUrl(), "show fsync")).isEqualTo("off");
      assertThat(ask(postgres.jdbcUrl(), "show work_mem")).isEqualTo("7MB");
    }
  }

  @Test
  void a_server_that_was_killed_recovers_at_the_next_start() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.start(settings());
    write(first.jdbcUrl(), "committed");
    killHard(first.pid());
    first.close();

    try (EmbeddedPostgres second = EmbeddedPostgres.start(settings())) {
      assertThat(read(second.jdbcUrl())).isEqualTo("committed");
    }
  }

  @Test
  void a_server_that_outlived_its_program_is_stopped_and_taken_over() throws Exception {
    long orphan;
    int port;
    try (ChildJvm child = ChildJvm.running(Serving.class, temp)) {
      orphan = Long.parseLong(child.await("server"));
      port = Integer.parseInt(child.await("port"));
      killHard(Long.parseLong(child.await("watch")));
      child.kill();
    }
    assertThat(serving(orphan)).as("the server lives on when its watch is killed too").isTrue();
    assertThat(read(url(port))).isEqualTo("by the child");

    try (EmbeddedPostgres mine = EmbeddedPostgres.start(settings().withPort(port))) {
      assertThat(serving(orphan)).isFalse();
      assertThat(mine.pid()).isNotEqualTo(orphan);
      assertThat(read(mine.jdbcUrl())).isEqualTo("by the child");
    }
  }

  @Test
  void a_server_whose_program_was_killed_stops_by_itself() throws Exception {
    long server;
    try (ChildJvm child = ChildJvm.running(Serving.class, temp)) {
      server = Long.parseLong(child.await("server"));
      child.await("watch");
      child.kill();
    }

    var processes = new ServerProcesses(temp.resolve("data"));
    assertThat(processes.ended(Duration.ofSeconds(20), processes.all())).isTrue();
    assertThat(processes.server(server)).isEmpty();
  }

  @Test
  void a_start_right_after_the_kill_neither_waits_nor_is_hurt_by_the_watch_of_the_old_server()
      throws Exception {
    try (ChildJvm child = ChildJvm.running(Serving.class, temp)) {
      child.await("watch");
      child.kill();
    }

    try (EmbeddedPostgres mine = EmbeddedPostgres.start(settings())) {
      assertThat(read(mine.jdbcUrl())).isEqualTo("by the child");
    }
  }

  @Test
  void a_pid_file_that_names_a_stranger_is_removed_and_the_stranger_left_alone() throws Exception {
    EmbeddedPostgres.start(settings()).close();
    Path pidFile = temp.resolve("data/postmaster.pid");
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, stranger.pid() + "\n" + temp.resolve("data") + "\n");

      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
        assertThat(postgres.isAlive()).isTrue();
        assertThat(stranger.isAlive()).isTrue();
      }
      Files.writeString(pidFile, "");
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
        assertThat(postgres.isAlive()).isTrue();
      }
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_taken_port_is_named_and_the_directory_is_free_again() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PostgresSettings settings = settings().withPort(other.getLocalPort());

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(settings)).isInstanceOf(PortTakenException.class)
            .hasMessageContaining("port " + other.getLocalPort() + " for PostgreSQL is taken");
      }
    }
  }

  @Test
  void a_setting_that_the_server_refuses_is_in_the_error_with_the_end_of_its_log() {
    PostgresSettings settings = settings().withOverrides(Map.of("shared_buffers", "much"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(settings)).isInstanceOf(PostgresException.class)
        .hasMessageStartingWith("PostgreSQL did not start in ")
        .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
  }

  @Test
  void a_second_server_on_the_directory_is_refused() {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings())).isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("in use by this process");
      assertThat(postgres.isAlive()).isTrue();
    }
  }

  /** A program that starts a server, commits a row, and waits to be killed. */
  static final class Serving {

    public static void main(String[] arguments) throws Exception {
      EmbeddedPostgres postgres = EmbeddedPostgres
          .start(PostgresSettings.in(Path.of(arguments[0])).withBinaries(BINARIES));
      write(postgres.jdbcUrl(), "by the child");
      System.out.println("server=" + postgres.pid());
      System.out.println("port=" + postgres.port());
      System.out.println("watch=" + postgres.watchPid());
      System.in.read();
    }
  }

  private PostgresSettings settings() {
    return PostgresSettings.in(temp).withBinaries(BINARIES);
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedPostgres.DATABASE;
  }

  private static void write(String url, String text) throws SQLException {
    try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
      statement.execute("create table note (text text)");
      statement.execute("insert into note values ('" + text + "')");
    }
  }

  private static String read(String url) throws SQLException {
    return ask(url, "select text from note");
  }

  private static String ask(String url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
  }

  private static void killHard(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private boolean serving(long pid) {
    return new ServerProcesses(temp.resolve("data")).server(pid).isPresent();
  }
}
