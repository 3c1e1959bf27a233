package org.jamtart.query.flush;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jamtart.query.QuerySettings;
import org.jamtart.query.request.Query;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/flush}. */
@Tag(name = "System")
@RestController
final class FlushController {

  private final Flusher flusher;
  private final QuerySettings settings;

  FlushController(Flusher flusher, QuerySettings settings) {
    this.flusher = flusher;
    this.settings = settings;
  }

  @Operation(operationId = "flush", summary = "Wait until what was accepted is readable", description = "Takes the end "
      + "of every partition of the log, then waits until the tables have all that lies before, and until the rows that say what many "
      + "nodes tell of one thing are merged from it. What arrives later is not waited for. Answers the question: is all that was accepted before now readable? Fed by every event.")
  @Parameter(name = "timeout", in = ParameterIn.QUERY, description = "How long to wait at most: seconds, or a number with `ms`, `s` or `m`; up to 60s", schema = @Schema(type = "string", defaultValue = "5s"))
  @ApiResponse(responseCode = "200", description = "Everything is in the tables")
  @ApiResponse(responseCode = "504", description = "The time was over; `waiting` has what each partition still lacks", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
  @PostMapping("/api/flush")
  FlushAnswer flush(Query query) {
    var took = flusher.flush(query.duration("timeout", settings.flushTimeout(), Flusher.LONGEST));
    return new FlushAnswer(true, took.toMillis());
  }

  /**
   * @param flushed always true: when it is not, the answer is a problem
   * @param tookMs  how long it took
   */
  record FlushAnswer(boolean flushed, long tookMs) {}
}
