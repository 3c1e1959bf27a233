package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.grafana.FailureSql.Failed;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.EventType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/failure-rates}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class FailureController {

  private static final int NODES = 20;
  private static final int REASONS = 20;
  private static final int RECENT = 20;
  static final List<Integer> FAILURES = Objects
      .requireNonNull(EventGroup.typesOf(EventGroup.FAILURES))
      .stream()
      .map(EventType::id)
      .toList();

  private final CountSql counts;
  private final NodeActivity activity;
  private final Tiers tiers;
  private final FailureSql failures;
  private final FailureReasonSql reasons;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  FailureController(CountSql counts, NodeActivity activity, Tiers tiers, FailureSql failures,
      FailureReasonSql reasons,
      Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.tiers = tiers;
    this.failures = failures;
    this.reasons = reasons;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "failureRates", summary = "What fails, and on which nodes", description = Ranged.COVERS
      + "A category's attempts are all of its events, its failures included; `overall` is the sum of the categories. By node all "
      + "events and all of the group of failures count; the 20 nodes with most failures are shown; `by_reason` has the 20 commonest reasons, /api/grafana/failure-reasons all. `recent_failures` are the newest "
      + "20 of that group in the range among the events that are kept. Answers the question: what fails, where, and why? Fed by "
      + "Authoring(40) to Authored(42), BlockVerificationFailed(44), BlockExecutionFailed(46), GeneratingTickets(80) to "
      + "TicketTransferred(84), WorkPackageFailed(92), WorkPackageReceived(94), WorkPackageSharingFailed(99), GuaranteeBuilt(105), "
      + "GuaranteeSendFailed(107) to GuaranteesDistributed(109), GuaranteeReceiveFailed(111), GuaranteeDiscarded(113), "
      + "SendingShardRequest(120), ShardRequestFailed(122), ShardsTransferred(125), DistributingAssurance(126), "
      + "AssuranceSendFailed(127), and by node every event.")
  @Ranged
  @GetMapping("/api/grafana/failure-rates")
  ResponseEntity<FailureRates> rates(Query query) {
    return snapshot.execute(status -> {
      TimeRange range = Span.range(query, horizon.moment());
      Span span = tiers.total(range);
      Map<Integer, Long> totals = counts.totals(span, Categories.types());
      List<CategoryRate> categories = Arrays.stream(Categories.values())
          .map(category -> CategoryRate.of(category, totals))
          .toList();
      long all = categories.stream().mapToLong(CategoryRate::attempts).sum();
      long failed = categories.stream().mapToLong(CategoryRate::failures).sum();
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new FailureRates(new OverallRate(all, failed, rate(failed, all)), categories,
              activity.worst(span, NODES).stream().map(NodeRate::of).toList(),
              reasons.commonest(span, FAILURES, REASONS).stream().map(ReasonCount::of).toList(),
              failures.newest(FAILURES, range.from(), range.to(), RECENT)
                  .stream()
                  .map(RecentFailure::of)
                  .toList()));
    });
  }

  private static double rate(long failures, long all) {
    return all == 0 ? 0 : (double) failures / all;
  }

  @Schema(name = "FailureRates")
  record FailureRates(OverallRate overall, List<CategoryRate> byCategory, List<NodeRate> byNode,
      List<ReasonCount> byReason, List<RecentFailure> recentFailures) {}

  /** @param failureRate from 0 to 1 */
  @Schema(name = "OverallFailureRate")
  record OverallRate(long totalEvents, long failedEvents, double failureRate) {}

  /** @param rate from 0 to 1 */
  @Schema(name = "CategoryFailureRate")
  record CategoryRate(String category, long attempts, long failures, double rate) {

    static CategoryRate of(Categories category, Map<Integer, Long> totals) {
      long attempts = category.attempts(totals);
      long failures = category.failures(totals);
      return new CategoryRate(category.key(), attempts, failures, FailureController.rate(failures, attempts));
    }
  }

  /** @param failureRate from 0 to 1 */
  @Schema(name = "NodeFailureRate")
  record NodeRate(String nodeId, long totalEvents, long failures, double failureRate) {

    static NodeRate of(NodeActivity.NodeTotal total) {
      return new NodeRate(total.node().toHex(), total.events(), total.failures(),
          rate(total.failures(), total.events()));
    }
  }

  /** @param reason absent where the nodes gave none */
  @Schema(name = "FailureReasonCount")
  record ReasonCount(int eventType, String eventName, String group, @Nullable String reason, long count) {

    static ReasonCount of(FailureReasonSql.Count count) {
      return new ReasonCount(count.type(), count.name(), count.group(), count.words(), count.events());
    }
  }

  /** @param reason as the node gave it, or the name of a closed list with its number */
  @Schema(name = "RecentFailure")
  record RecentFailure(int eventType, String eventName, String nodeId, Instant timestamp,
      @Nullable String reason) {

    static RecentFailure of(Failed failed) {
      return new RecentFailure(failed.type(), TypeNames.name(failed.type()), failed.node().toHex(),
          failed.time(), failed.reason());
    }
  }
}
