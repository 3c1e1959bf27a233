package org.jamtart.query.quarantine;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jamtart.query.access.Changes;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/quarantine/retry} and {@code GET /api/quarantine/retry/{id}}. */
@Tag(name = "Quarantine")
@ReadsTables
@RestController
final class RetryController {

  private final RetrySql retries;
  private final InstantSource clock;

  RetryController(RetrySql retries, InstantSource clock) {
    this.retries = retries;
    this.clock = clock;
  }

  @Operation(operationId = "retryQuarantine", summary = "Decode again what is in quarantine", description = "For after a fix of the decoder "
      + "or a change of `tart.wire.trailing-bytes`: the persister decodes the messages of the filter again; those that are events now "
      + "get their rows, once, and leave the quarantine and its counts. What was only counted is in the log alone and stays counted: a "
      + "replay of its range brings it. Answers the question: which of these are events now? Fed by every message that is no event.")
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of a node", schema = @Schema(type = "string"))
  @Parameter(name = "type", in = ParameterIn.QUERY, description = "Types between commas: numbers (0 to 255), names, groups", schema = @Schema(type = "string"))
  @Parameter(name = "reason", in = ParameterIn.QUERY, description = "Why it was refused, such as trailing_bytes", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "202", description = "Asked for; `Location` tells how far it is")
  @Changes
  @PostMapping("/api/quarantine/retry")
  ResponseEntity<RetryView> retry(Query query) {
    UUID id = UUID.randomUUID();
    retries.insert(id, QuarantineFilter.of(query), clock.instant());
    return ResponseEntity.accepted()
        .location(URI.create("/api/quarantine/retry/" + id))
        .body(retries.one(id).orElseThrow());
  }

  @Operation(operationId = "quarantineRetry", summary = "How far decoding again is", description = "Answers the question: is it done, and "
      + "what is left? Fed by every message that is no event.")
  @GetMapping("/api/quarantine/retry/{id}")
  ResponseEntity<RetryView> one(@PathVariable("id") String id, Query query) {
    UUID uuid = uuid(id)
        .orElseThrow(() -> Problem.parameter("id", id, "the id that asking for it gave").asException());
    return retries.one(uuid)
        .map(view -> ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-cache").body(view))
        .orElseThrow(() -> Problem.notFound("nobody asked for " + uuid).asException());
  }

  private static Optional<UUID> uuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
