package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jamtart.query.bucket.FailureReasons;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.grafana.FailureReasonSql.Count;
import org.jamtart.query.grafana.FailureReasonSql.Row;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/failure-reasons}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class FailureReasonController {

  private static final int MOST_TYPES = 400;

  private final FailureReasonSql reasons;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  FailureReasonController(FailureReasonSql reasons, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.reasons = reasons;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "failureReasons", summary = "Why things failed", description = Ranged.COVERS
      + "By type of event and reason, the commonest first; reasons that differ in digits or hashes alone are one, with # in their "
      + "place. `nodes` is how many different nodes said so. The resolution is a minute at the finest. A page of a range that has "
      + "not ended may miss what moved up meanwhile. Answers the question: for what reasons do things fail, how often, and on how "
      + "many nodes? Fed by every event of the group of failures.")
  @Ranged
  @Parameter(name = "event_types", in = ParameterIn.QUERY, description = "Types between commas: numbers, names, groups; of these the failures", schema = @Schema(type = "string"))
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of a node", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
  @Paged
  @GetMapping("/api/grafana/failure-reasons")
  ResponseEntity<FailureReasonPage> reasons(Query query, HttpServletRequest request) {
    Collection<Integer> types = types(query);
    @Nullable
    String id = query.text("node");
    @Nullable
    Bytes32 node = id == null ? null : NodeIds.parse("node", id);
    Limit limit = query.limit(100, 1_000);
    var filter = Fingerprint.of("failure-reasons", types, String.valueOf(node), TimeRange.of(query).key());
    @Nullable
    Cursor cursor = Cursor.of(query, filter);
    @Nullable
    Row after = cursor == null
        ? null
        : new Row(new Count((int) cursor.second(), "", cursor.first()), 0, cursor.third());
    return snapshot.execute(status -> {
      Span span = tiers.total(Span.range(query, horizon.moment()), FailureReasons.TABLE, Tier.MINUTE);
      List<Row> found = reasons.page(span, types, node, after, limit.value() + 1);
      boolean more = found.size() > limit.value();
      List<Row> rows = more ? found.subList(0, limit.value()) : found;
      @Nullable
      String next = more ? cursor(rows.getLast()).text(filter) : null;
      var page = new FailureReasonPage(rows.stream().map(FailureReason::of).toList(), more, next,
          limit.value(), limit.note());
      return Links.page(request, page, next, span.headers());
    });
  }

  private static Collection<Integer> types(Query query) {
    @Nullable
    SortedSet<Integer> asked = TypeNames.parse("event_types", query.list(MOST_TYPES, "event_types"));
    if (asked == null) {
      return FailureController.FAILURES;
    }
    List<Integer> failures = FailureController.FAILURES.stream().filter(asked::contains).toList();
    if (failures.isEmpty()) {
      throw Problem.parameter("event_types", String.valueOf(query.text("event_types")),
          "types of which at least one is a failure").asException();
    }
    return failures;
  }

  private static Cursor cursor(Row row) {
    return new Cursor(row.count().events(), row.count().type(), row.hash());
  }

  /**
   * @param hasMore whether there is another page
   * @param next    its cursor
   * @param limit   how many entries this page could have
   * @param note    what the request asked for and did not get
   */
  @Schema(name = "FailureReasonPage")
  record FailureReasonPage(List<FailureReason> reasons, boolean hasMore, @Nullable String next, int limit,
      @Nullable String note) {}

  /**
   * @param reason as the nodes gave it, or the name of a closed list with its number; absent where they gave none
   * @param nodes  how many different nodes reported it
   */
  @Schema(name = "FailureReason")
  record FailureReason(int eventType, String eventName, String group, @Nullable String reason, long count,
      long nodes) {

    static FailureReason of(Row row) {
      Count count = row.count();
      return new FailureReason(count.type(), count.name(), count.group(), count.words(), count.events(),
          row.nodes());
    }
  }
}
