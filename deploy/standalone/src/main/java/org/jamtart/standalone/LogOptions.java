package org.jamtart.standalone;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.LogRange;
import org.jamtart.wire.Bytes32;
import picocli.CommandLine.Option;

/** Options that commands on the log have in common. */
final class LogOptions {

  private LogOptions() {}

  /** Which log. */
  static final class Where {

    @Option(names = "--kafka", paramLabel = "HOST:PORT", defaultValue = "${env:TART_LOG_BOOTSTRAP_SERVERS:-localhost:9092}", description = "the log's Kafka [TART_LOG_BOOTSTRAP_SERVERS, localhost:9092]")
    private String kafka = "";

    @Option(names = "--topic", paramLabel = "NAME", defaultValue = "${env:TART_LOG_TOPIC:-tart.telemetry}", description = "the log's topic [TART_LOG_TOPIC, tart.telemetry]")
    private String topic = "";

    LogSettings log() {
      return new LogSettings(kafka, topic, "tart-persister", 0, 0, Duration.ofDays(7), 0);
    }
  }

  /** Which part of it. */
  static final class What {

    @Option(names = "--from", paramLabel = "TIME", description = "from when on, by the receipt of records: RFC 3339, such as 2026-11-22T20:00:00Z")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "until when, exclusive [now]")
    private String to = "";

    @Option(names = "--node", paramLabel = "ID", split = ",", description = "only what these nodes said: 64 hex digits each [all]")
    private List<String> nodes = List.of();

    LogRange range() {
      return new LogRange(time("--from", from), to.isEmpty() ? Instant.now() : time("--to", to), nodes());
    }

    String from() {
      return time("--from", from).toString();
    }

    /** Empty for now. */
    String to() {
      return to.isEmpty() ? "" : time("--to", to).toString();
    }

    Set<Bytes32> nodes() {
      Set<Bytes32> ids = new LinkedHashSet<>();
      for (String node : nodes) {
        if (!node.matches("[0-9a-fA-F]{64}")) {
          throw new ReplayException("--node is '" + node + "': it must be 64 hex digits");
        }
        ids.add(Bytes32.ofHex(node));
      }
      return ids;
    }

    boolean isGiven() {
      return !from.isEmpty();
    }

    private static Instant time(String option, String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new ReplayException(
            option + " is '" + text + "': it must be a time as in RFC 3339, such as 2026-11-22T20:00:00Z", e);
      }
    }
  }
}
