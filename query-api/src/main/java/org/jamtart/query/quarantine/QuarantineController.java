package org.jamtart.query.quarantine;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jamtart.query.horizon.Retained;
import org.jamtart.query.node.NodeSql;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/quarantine} and {@code GET /api/quarantine/{id}}. */
@Tag(name = "Quarantine")
@ReadsTables
@RestController
final class QuarantineController {

  private final QuarantineSql quarantine;
  private final NodeSql nodes;
  private final Retained retained;
  private final TransactionOperations snapshot;

  QuarantineController(QuarantineSql quarantine, NodeSql nodes, Retained retained,
      TransactionOperations snapshot) {
    this.quarantine = quarantine;
    this.nodes = nodes;
    this.retained = retained;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "quarantine", summary = "Messages that did not decode", description = "Newest first, each with its first 64 "
      + "bytes; of each node, type, reason and hour the first 100 are kept, the others are in the log and counted in `groups`. "
      + "The first page has the 100 largest groups of the range, in whole hours. A page examines at most 10,000 entries of an index: "
      + "`searched_to` says how far it got when it is not full by then. Answers the question: what did not decode, why, and from "
      + "whom? Fed by every message that is no event.")
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of a node", schema = @Schema(type = "string"))
  @Parameter(name = "node_id", in = ParameterIn.QUERY, deprecated = true, description = "The same as `node`", schema = @Schema(type = "string"))
  @Parameter(name = "type", in = ParameterIn.QUERY, description = "Types between commas: numbers (0 to 255), names, groups", schema = @Schema(type = "string"))
  @Parameter(name = "event_types", in = ParameterIn.QUERY, deprecated = true, description = "The same as `type`", schema = @Schema(type = "string"))
  @Parameter(name = "reason", in = ParameterIn.QUERY, description = "Why it was refused, such as trailing_bytes", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  @Ranged
  @Paged
  @GetMapping("/api/quarantine")
  ResponseEntity<QuarantinePage> quarantine(Query query, HttpServletRequest request) {
    QuarantineFilter filter = QuarantineFilter.of(query);
    Limit limit = query.limit(50, 1_000);
    Fingerprint fingerprint = filter.fingerprint();
    @Nullable
    Cursor after = Cursor.of(query, fingerprint);
    QuarantinePage page = snapshot.execute(status -> {
      Optional<Integer> node = Optional.ofNullable(filter.node()).flatMap(nodes::number);
      boolean nobody = filter.node() != null && node.isEmpty();
      return nobody
          ? new QuarantinePage(after == null ? List.of() : null, List.of(), false, null, null, limit.value(),
              limit.note(), completeSince(filter))
          : page(filter, node.orElse(null), after, limit, fingerprint);
    });
    return Links.page(request, page, page.next());
  }

  private QuarantinePage page(QuarantineFilter filter, @Nullable Integer node, @Nullable Cursor after,
      Limit limit,
      Fingerprint fingerprint) {
    boolean everything = filter.types() == null && filter.reason() == null;
    int share = everything ? limit.value() + 1 : QuarantineSql.MOST_EXAMINED;
    List<QuarantineSql.Entry> entries = quarantine.page(filter, node,
        after == null ? null : QuarantineKey.of(after),
        share);
    List<QuarantineSql.Entry> wanted = entries.stream().filter(QuarantineSql.Entry::wanted).toList();
    boolean full = wanted.size() > limit.value();
    List<QuarantineSql.Entry> shown = full ? wanted.subList(0, limit.value()) : wanted;
    boolean cut = !full && !entries.isEmpty() && entries.getLast().n() == share;
    @Nullable
    QuarantineKey next = full ? shown.getLast().key() : cut ? entries.getLast().key() : null;
    return new QuarantinePage(after == null ? quarantine.groups(filter, node) : null,
        shown.stream().map(QuarantineSql.Entry::view).toList(), next != null,
        next == null ? null : next.cursor().text(fingerprint), cut && next != null ? next.received() : null,
        limit.value(), limit.note(), completeSince(filter));
  }

  private @Nullable Instant completeSince(QuarantineFilter filter) {
    return retained.completeSince("quarantine")
        .filter(since -> since.isAfter(filter.range().from()))
        .orElse(null);
  }

  @Operation(operationId = "quarantined", summary = "One message that did not decode", description = "With all its bytes. Answers the "
      + "question: what exactly did the node send there? Fed by every message that is no event.")
  @GetMapping("/api/quarantine/{id}")
  ResponseEntity<QuarantineView> one(@PathVariable("id") String id, Query query) {
    QuarantineKey key = QuarantineKey.parse(id)
        .orElseThrow(
            () -> Problem.parameter("id", id, "the id of an entry of /api/quarantine").asException());
    QuarantineView view = quarantine.one(key)
        .orElseThrow(() -> Problem.notFound("no message " + id + " is in quarantine: it may have expired")
            .asException());
    return ResponseEntity.ok()
        .eTag('"' + key.text() + '"')
        .header(HttpHeaders.CACHE_CONTROL, "max-age=3600, immutable")
        .body(view);
  }

  /**
   * @param groups        on the first page
   * @param hasMore       whether there is another page
   * @param next          its cursor
   * @param searchedTo    when the search ended before the page was full: down to here it is complete
   * @param limit         how many entries this page could have
   * @param note          what the request asked for and did not get
   * @param completeSince when the range begins before the oldest messages that are kept: since when it is complete
   */
  record QuarantinePage(@Nullable List<QuarantineGroup> groups, List<QuarantineView> quarantined,
      boolean hasMore,
      @Nullable String next, @Nullable Instant searchedTo, int limit, @Nullable String note,
      @Nullable Instant completeSince) {}
}
