package org.jamtart.query.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jamtart.query.request.Query;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/metrics/stream}. */
@Tag(name = "Live")
@RestController
final class MetricsStreamController {

  private final LiveCounters counters;
  private final Clients clients;
  private final Tail tail;
  private final JsonMapper json;

  MetricsStreamController(LiveCounters counters, Clients clients, Tail tail, JsonMapper json) {
    this.counters = counters;
    this.clients = clients;
    this.tail = tail;
    this.json = json;
  }

  @Operation(operationId = "metricsStream", summary = "Figures every second", description = "Server-sent events, `event: metrics`, one a "
      + "second: what was reported in the last 10 s and the last minute, by the time at which this instance read it. `blocks` are "
      + "BestBlockChanged of all nodes. Answers the question: how much is being reported right now? Fed by every event, "
      + "BestBlockChanged(11), FinalizedBlockChanged(12).", responses = @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string"))))
  @GetMapping("/api/metrics/stream")
  void stream(Query query, HttpServletResponse response) throws InterruptedException {
    clients.enter();
    try {
      OutputStream out = EventStreams.begin(response);
      out.flush();
      while (tail.isOpen()) {
        TimeUnit.SECONDS.sleep(1);
        out.write(("event: metrics\ndata: " + json.writeValueAsString(counters.live()) + "\n\n")
            .getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // the client is gone
    } finally {
      clients.exit();
    }
  }
}
