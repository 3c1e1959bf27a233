package org.jamtart.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import org.jamtart.gateway.flush.Flush;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /flush}: is all that nodes had sent before the call in the log? */
@RestController
class FlushController {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String DEFAULT = "5s";

  private final Flush flush;

  FlushController(Flush flush) {
    this.flush = flush;
  }

  /** The answer when it is. */
  record Flushed(@JsonProperty("flushed") boolean flushed, @JsonProperty("connections") int connections,
      @JsonProperty("took_ms") long tookMillis) {}

  @PostMapping("/flush")
  ResponseEntity<?> flush(@RequestParam(name = "timeout", required = false) @Nullable String given)
      throws InterruptedException {
    String timeout = given == null ? DEFAULT : given;
    Duration duration = duration(timeout);
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      return problem(badTimeout(timeout));
    }
    Flush.Outcome outcome = flush.flush(duration);
    return outcome.complete()
        ? ResponseEntity.ok(new Flushed(true, outcome.connections(), outcome.took().toMillis()))
        : problem(incomplete(outcome, timeout));
  }

  private static Duration duration(String text) {
    try {
      return DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Duration.ZERO;
    }
  }

  private static ProblemDetail badTimeout(String timeout) {
    var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
        "timeout is '" + timeout + "': it must be a duration from 1ms to 5m, such as 5s");
    problem.setType(URI.create("urn:tart:problem:invalid-parameter"));
    problem.setTitle("Invalid parameter");
    problem.setProperty("parameter", "timeout");
    problem.setProperty("value", timeout);
    return problem;
  }

  private static ProblemDetail incomplete(Flush.Outcome outcome, String timeout) {
    var problem = ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT,
        "not everything that nodes had sent is in the log, having waited " + outcome.took().toMillis()
            + " ms of " + timeout + ": "
            + outcome.waitingConnections()
            + " of " + outcome.connections() + " connections have not read everything, "
            + outcome.unacknowledgedRecords() + " records wait for Kafka, "
            + outcome.lostFrames() + " messages were read that Kafka refused for good");
    problem.setType(URI.create("urn:tart:problem:flush-incomplete"));
    problem.setTitle("Flush incomplete");
    problem.setProperty("waiting_connections", outcome.waitingConnections());
    problem.setProperty("unacknowledged_bytes", outcome.unacknowledgedBytes());
    problem.setProperty("unacknowledged_records", outcome.unacknowledgedRecords());
    problem.setProperty("lost_messages", outcome.lostFrames());
    return problem;
  }

  private static ResponseEntity<ProblemDetail> problem(ProblemDetail problem) {
    return ResponseEntity.of(problem).build();
  }
}
