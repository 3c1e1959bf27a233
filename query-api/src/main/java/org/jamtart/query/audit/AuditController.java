package org.jamtart.query.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.audit.AuditSql.Row;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.node.NodeSql;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/audits}. */
@Tag(name = "Data availability")
@ReadsTables
@RestController
final class AuditController {

  private final AuditSql audits;
  private final NodeSql nodes;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  AuditController(AuditSql audits, NodeSql nodes, Horizon horizon, TransactionOperations snapshot) {
    this.audits = audits;
    this.nodes = nodes;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "audits", summary = "Audits, and how long each recovery took", description = "Newest first by their first "
      + "event. An audit is known by the number that the auditor gives it on its connection; JIP-3 has no event yet that says what is "
      + "audited. A request after the bundle is there begins another audit under the same number, and so does one more than an hour "
      + "after its beginning. Answers the question: who audits, and how long does each recovery take? Fed by "
      + "SendingBundleShardRequest(140), BundleShardRequestFailed(142), BundleShardTransferred(145), ReconstructingBundle(146), "
      + "BundleReconstructed(147), SendingBundleRequest(148), BundleRequestFailed(150), BundleTransferred(153).")
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of the auditor", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
  @Ranged
  @Paged
  @GetMapping("/api/audits")
  ResponseEntity<AuditPage> audits(Query query, HttpServletRequest request) {
    TimeRange range = TimeRange.of(query);
    Limit limit = query.limit(100, 1_000);
    @Nullable
    String id = query.text("node");
    @Nullable
    Bytes32 peer = id == null ? null : NodeIds.parse("node", id);
    var filter = Fingerprint.of("audits", String.valueOf(peer), range.key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    AuditPage page = snapshot.execute(status -> {
      List<Row> found = audits.page(range, peer == null ? null : number(peer), after, limit.value() + 1);
      boolean more = found.size() > limit.value();
      List<Row> rows = more ? found.subList(0, limit.value()) : found;
      @Nullable
      Instant since = audits.completeSince().filter(moment -> moment.isAfter(range.from())).orElse(null);
      return new AuditPage(rows.stream().map(Row::view).toList(), range, since, horizon.moment(), more,
          more ? rows.getLast().cursor().text(filter) : null, limit.value(), limit.note());
    });
    return Links.page(request, page, page.next());
  }

  private int number(Bytes32 peer) {
    return nodes.number(peer)
        .orElseThrow(
            () -> Problem.notFound("no node " + peer.toHex() + " has ever connected").asException());
  }

  /**
   * @param range         that was asked for; an end that is absent is open
   * @param completeSince before it audits have been dropped; absent when the range does not reach back to it
   * @param storedUntil   up to when the log is stored
   * @param hasMore       whether there is another page
   * @param next          its cursor
   * @param limit         how many entries this page could have
   * @param note          what the request asked for and did not get
   */
  @Schema(name = "AuditPage")
  record AuditPage(List<AuditView> audits, TimeRange range, @Nullable Instant completeSince,
      Instant storedUntil, boolean hasMore, @Nullable String next, int limit, @Nullable String note) {}
}
