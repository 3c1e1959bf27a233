package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jamtart.chaos.judge.PlainLog;
import org.jamtart.chaos.judge.Tables;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** {@code ./tart} at the hands of somebody who has just found it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandIT {

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help"})
  void help_lists_the_commands(String help) {
    var result = TartProcess.run(help);

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("up ", "flush ", "quarantine ", "simulate ", "replay ", "export ",
        "import ",
        "adopt-log ");
  }

  @Test
  void without_a_command_it_lists_the_commands() {
    var result = TartProcess.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("up ", "flush ", "simulate ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--telemetry-port", "--api-port", "--gateway-management-port", "--kafka-port",
      "--postgres-port"})
  void a_taken_port_is_one_clear_line(String option) throws IOException {
    try (var taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      var result = up(TartProcess.newDataDirectory("taken"), option, port);

      assertThat(result.exitCode()).isNotZero();
      assertThat(lastLine(result)).startsWith("tart: ").contains(port, option);
    }
  }

  @Test
  void a_data_directory_that_is_a_file_is_one_clear_line() throws IOException {
    Path file = Files.createTempFile(TartProcess.newDataDirectory("file"), "file", "");

    var result = up(file);

    assertThat(result.exitCode()).isNotZero();
    assertThat(lastLine(result)).startsWith("tart: ").contains(file.toString(), "not a directory");
  }

  @Test
  void a_wrong_option_is_refused_with_its_name() {
    assertThat(TartProcess.run("up", "--api-port", "70000")).satisfies(result -> {
      assertThat(result.exitCode()).isNotZero();
      assertThat(lastLine(result)).contains("--api-port", "70000");
    });
    assertThat(TartProcess.run("up", "--simulate", "-1")).satisfies(result -> {
      assertThat(result.exitCode()).isNotZero();
      assertThat(lastLine(result)).contains("--simulate", "-1");
    });
  }

  @Test
  void flush_without_a_gateway_says_who_did_not_answer() throws IOException {
    int port = freePort();

    var result = TartProcess.run("flush", "--gateway", "localhost:" + port, "--timeout", "1");

    assertThat(result.exitCode()).isNotZero();
    assertThat(lastLine(result)).contains("gateway", "localhost:" + port);
  }

  @Test
  void a_data_directory_in_use_is_refused_a_stopped_one_is_taken_up_as_it_was_and_another_log_is_adopted()
      throws IOException, SQLException {
    Path data = TartProcess.newDataDirectory("restart");
    String topicAndNodes;
    try (var tart = TartProcess.up(data, "--simulate", "3")) {
      var second = up(data);
      assertThat(second.exitCode()).isNotZero();
      assertThat(lastLine(second)).startsWith("tart: ").contains(data.toString(), "in use");

      assertThat(tart.flush().exitCode()).isZero();
      assertThat(tart.terminate()).isLessThan(Duration.ofSeconds(10));
    }
    try (var tart = TartProcess.up(data)) {
      topicAndNodes = new Api(tart.api()).get("/api/nodes").get("nodes").toString();
      var log = PlainLog.read(tart.bootstrapServers());
      assertThat(log.frames()).isPositive();
      assertThat(new Tables(tart.jdbcUrl()).compare(log))
          .isEqualTo(new Tables.Comparison(log.frames(), 0, 0, List.of()));
    }
    assertThat(topicAndNodes).isNotEqualTo("[]");

    FileSystemUtils.deleteRecursively(data.resolve("kafka"));
    var refused = up(data);
    assertThat(refused.exitCode()).isNotZero();
    assertThat(lastLine(refused)).startsWith("tart: The tables hold partition").contains("tart adopt-log");
    assertThat(refused.output()).doesNotContain("\tat ");
    assertThat(TartProcess.run("adopt-log", "--data", data.toString())).satisfies(result -> {
      assertThat(result.exitCode()).isZero();
      assertThat(result.output()).contains("Adopted: the positions in partitions");
    });
  }

  @Test
  void half_of_an_address_is_not_adopted() {
    var result = TartProcess.run("adopt-log", "--kafka", "localhost:1");
    assertThat(result.exitCode()).isNotZero();
    assertThat(lastLine(result)).startsWith("tart: ").contains("--kafka", "--database");
  }

  @Test
  void a_range_that_cannot_be_read_is_one_clear_line() {
    assertThat(TartProcess.run("replay", "--from", "yesterday", "--to-server", "localhost:1"))
        .satisfies(result -> {
          assertThat(result.exitCode()).isNotZero();
          assertThat(lastLine(result)).startsWith("tart: --from is 'yesterday'");
        });
    assertThat(TartProcess.run("import", "no-such-file", "--kafka", "localhost:1")).satisfies(result -> {
      assertThat(result.exitCode()).isNotZero();
      assertThat(lastLine(result)).startsWith("tart: ").contains("no-such-file");
    });
  }

  private static TartProcess.Result up(Path data, String... options) {
    String[] command = {"up", "--data", data.toString(), "--telemetry-port", "0", "--api-port", "0",
        "--gateway-management-port", "0", "--kafka-port", "0", "--postgres-port", "0"};
    return TartProcess.run(java.util.stream.Stream.concat(java.util.Arrays.stream(command),
        java.util.Arrays.stream(options)).toArray(String[]::new));
  }

  private static String lastLine(TartProcess.Result result) {
    return result.output().lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
