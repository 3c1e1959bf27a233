package org.jamtart.query.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/metrics/live} and {@code GET /api/metrics/realtime}. */
@Tag(name = "Live")
@RestController
final class LiveFiguresController {

  private static final int SHORTEST = 10;
  private static final int DEFAULT = 60;

  private final LiveCounters counters;

  LiveFiguresController(LiveCounters counters) {
    this.counters = counters;
  }

  @Operation(operationId = "metricsLive", summary = "Figures of the last seconds", description = "What was reported in the last 10 s and the "
      + "last minute, by the time at which this instance read it from the log; the tables are not asked. `blocks` are "
      + "BestBlockChanged of all nodes. Answers the question: how much is being reported right now? Fed by every event, "
      + "BestBlockChanged(11), FinalizedBlockChanged(12).")
  @GetMapping("/api/metrics/live")
  ResponseEntity<LiveCounters.Live> live() {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(counters.live());
  }

  @Operation(operationId = "metricsRealtime", summary = "The last seconds one by one", description = "By the time at which this instance "
      + "read the events from the log; the tables are not asked. An instance that started within the window says so "
      + "(`complete_since`), and its rates are over the part that it has read. `blocks` are BestBlockChanged of all nodes. Answers the "
      + "question: how do the last seconds compare? Fed by every event, BestBlockChanged(11), FinalizedBlockChanged(12), Authored(42), "
      + "BlockAnnounced(62), GeneratingTickets(80), TicketsGenerated(82), TicketTransferred(84).")
  @Parameter(name = "seconds", in = ParameterIn.QUERY, description = "How far to look back", schema = @Schema(type = "integer", minimum = "10", maximum = "300", defaultValue = "60"))
  @GetMapping("/api/metrics/realtime")
  ResponseEntity<Realtime> realtime(Query query) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(counters.realtime(seconds(query)));
  }

  private static int seconds(Query query) {
    @Nullable
    String text = query.text("seconds");
    if (text == null) {
      return DEFAULT;
    }
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < SHORTEST
        || Integer.parseInt(text) > LiveCounters.LONGEST) {
      throw Problem
          .parameter("seconds", text, "a whole number from " + SHORTEST + " to " + LiveCounters.LONGEST)
          .asException();
    }
    return Integer.parseInt(text);
  }
}
