package org.jamtart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class SimulateCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new SimulateCommand()).setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void ends_with_a_summary_and_writes_the_account(@TempDir Path directory) throws Exception {
    var file = directory.resolve("account.json");
    try (var server = Listener.polite()) {
      int code = run("--to", "127.0.0.1:" + server.port(), "--nodes", "5", "--duration", "12", "--speed", "0",
          "--network", "full", "--account", file.toString());
      long events = server.streams().stream().mapToLong(each -> new Recount(each).frames - 1).sum();
      assertThat(code).isZero();
      assertThat(out.toString().replace(",", "")).contains("connections  5")
          .contains("events       " + events)
          .contains("errors       0");
      assertThat(Files.readString(file)).startsWith("{\"connections\":5,\"events\":" + events + ",");
    }
  }

  @Test
  void fails_when_nothing_could_be_sent() {
    // Port 1 is privileged and, on a machine that runs tests, nobody's.
    assertThat(
        run("--to", "127.0.0.1:1", "--nodes", "2", "--duration", "0.1", "--speed", "1", "--patience", "0.3"))
        .isEqualTo(1);
    assertThat(out.toString()).contains("events       0").contains("connect_failed");
  }

  @ParameterizedTest
  @CsvSource({"--to,nowhere", "--to,host:99999", "--nodes,0", "--nodes,70000", "--rate,0", "--duration,-1",
      "--network,huge", "--speed,-2", "--cores,0"})
  void refuses_what_makes_no_sense_and_says_why(String option, String value) {
    var args = option.equals("--to")
        ? new String[]{option, value}
        : new String[]{"--to", "h:1", option, value};
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString()).contains(value).contains("expected");
  }
}
