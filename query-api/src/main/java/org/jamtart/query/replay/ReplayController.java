package org.jamtart.query.replay;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jamtart.query.access.Changes;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Times;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/replays}. */
@Tag(name = "Replays")
@ReadsTables
@RestController
final class ReplayController {

  private static final Fingerprint LIST = Fingerprint.of("replays");
  private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

  private final ReplaySql replays;
  private final TargetSettings targets;
  private final InstantSource clock;
  private final ObjectReader reader;

  ReplayController(ReplaySql replays, TargetSettings targets, InstantSource clock, JsonMapper json) {
    this.replays = replays;
    this.targets = targets;
    this.clock = clock;
    this.reader = json.readerFor(ReplayRequest.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Operation(operationId = "startReplay", summary = "Run a time range of the log through the tables again, or play it to a server", description = "After a decoder "
      + "fix, or to fill or rebuild a projection. Projections whose rows merge are written in place; those that add up are built beside the live tables, for all "
      + "whole buckets that the range touches and for all nodes, and exchanged: nothing is counted twice. What the log does not reach back to is kept, and named in `kept`. "
      + "A persister takes it up within seconds, leaves most of the machine to live data, and another goes on where one dies. With `to_server` the range is played to a JIP-3 "
      + "server instead, as the original connections; a server that `tart.replay.allowed-targets` does not name is refused. "
      + "Needs the token, or loopback where none is configured. Answers the question: can the tables be made again from what nodes said? Fed by every event.")
  @Changes
  @PostMapping(path = "/api/replays", consumes = JSON)
  ResponseEntity<ReplayView> start(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = ReplayRequest.class))) @RequestBody String body) {
    ReplayRequest.Range range = read(body).checked(clock, targets);
    ReplayView view = replays.insert(UUID.randomUUID(), clock.instant().truncatedTo(ChronoUnit.MICROS),
        range);
    return ResponseEntity.status(HttpStatus.ACCEPTED)
        .location(URI.create("/api/replays/" + view.id()))
        .body(view);
  }

  private ReplayRequest read(String body) {
    try {
      ReplayRequest request = reader.readValue(body);
      if (request != null) {
        return request;
      }
    } catch (JacksonException e) {
      throw Problem.parameter("body", body,
          "a JSON object with from, to, projections, nodes, dry_run, to_server, speed: "
              + e.getOriginalMessage())
          .asException();
    }
    throw Problem
        .parameter("body", body, "a JSON object with from, to, projections, nodes, dry_run, to_server, speed")
        .asException();
  }

  @Operation(operationId = "replays", summary = "Replays", description = "The newest first, those that are over included. Answers the "
      + "question: which ranges were run again, and how far are they? Fed by every event.")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
  @Paged
  @GetMapping("/api/replays")
  ResponseEntity<ReplayPage> list(Query query, HttpServletRequest request) {
    Limit limit = query.limit(50, 500);
    List<ReplayView> found = replays.page(Cursor.of(query, LIST), limit.value() + 1);
    boolean more = found.size() > limit.value();
    List<ReplayView> shown = more ? found.subList(0, limit.value()) : found;
    String next = more ? cursor(shown.getLast()).text(LIST) : null;
    return Links.page(request, new ReplayPage(shown, more, next, limit.value(), limit.note()), next);
  }

  private static Cursor cursor(ReplayView last) {
    return new Cursor(Times.micros(last.requestedAt()), last.id().getMostSignificantBits(),
        last.id().getLeastSignificantBits());
  }

  @Operation(operationId = "replay", summary = "One replay", description = "With its progress and rate. Answers the question: how far is it? "
      + "Fed by every event.")
  @GetMapping("/api/replays/{id}")
  ResponseEntity<ReplayView> one(@PathVariable("id") String id, Query query) {
    return answer(replays.one(parse(id)).orElseThrow(() -> unknown(id)));
  }

  @Operation(operationId = "cancelReplay", summary = "Stop a replay", description = "What it has written stays, and its checkpoint, from which "
      + "a POST to the same address lets it go on. One that is over stays as it is. Needs the token, or loopback where none is configured. Answers the question: "
      + "has it stopped? Fed by every event.")
  @Changes
  @DeleteMapping("/api/replays/{id}")
  ResponseEntity<ReplayView> cancel(@PathVariable("id") String id) {
    return answer(replays.cancel(parse(id)).orElseThrow(() -> unknown(id)));
  }

  @Operation(operationId = "continueReplay", summary = "Let a stopped replay go on", description = "From its checkpoint, if it was cancelled or failed; "
      + "409 for one that is done, and for one to a server. Needs the token, or loopback where none is configured. Answers the question: does it go on? Fed by every event.")
  @Changes
  @PostMapping("/api/replays/{id}")
  ResponseEntity<ReplayView> resume(@PathVariable("id") String id) {
    UUID replay = parse(id);
    if (replays.one(replay).map(ReplayView::toServer).isPresent()) {
      throw Problem.of("replay-played", "A replay to a server does not go on", HttpStatus.CONFLICT,
          "what replay " + id + " has sent stays sent: ask for a new one, from where it stopped")
          .asException();
    }
    ReplayView view = replays.resume(replay).orElseThrow(() -> unknown(id));
    if (view.state().equals("done")) {
      throw Problem.of("replay-done", "The replay is done", HttpStatus.CONFLICT,
          "replay " + id + " has gone through all of its range: ask for a new one").asException();
    }
    return answer(view);
  }

  private static ResponseEntity<ReplayView> answer(ReplayView view) {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(view);
  }

  private static UUID parse(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw Problem.parameter("id", id, "the id of a replay, a UUID").asException();
    }
  }

  private static RuntimeException unknown(String id) {
    return Problem.notFound("there is no replay " + id).asException();
  }

  /**
   * @param hasMore whether there is another page
   * @param next    its cursor
   * @param limit   how many entries this page could have
   * @param note    what the request asked for and did not get
   */
  record ReplayPage(List<ReplayView> replays, boolean hasMore, @Nullable String next, int limit,
      @Nullable String note) {}
}
