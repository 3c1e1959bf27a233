package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.event.EventView;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.EventType;
import org.jamtart.wire.Remarks;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/analytics/failure-rates}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyFailureRates")
final class FailureRatesController {

  private static final int NODES = 20;
  private static final int RECENT = 20;
  private static final Duration LATELY = Duration.ofMinutes(5);
  private static final double DIGITS = 10_000;
  private static final List<Integer> FAILURES = Objects
      .requireNonNull(EventGroup.typesOf(EventGroup.FAILURES))
      .stream()
      .map(EventType::id)
      .toList();

  /** Attempts are all of a category's events, its failures included. */
  private enum Category {
    BLOCK_AUTHORING("block_authoring", List.of(41, 44, 46), List.of(40, 42)), //
    WORK_PACKAGE("work_package", List.of(92, 99), List.of(94, 95, 101, 102)), //
    TICKET_GENERATION("ticket_generation", List.of(81, 83), List.of(80, 82, 84)), //
    GUARANTEE("guarantee", List.of(107), List.of(105, 106, 108, 109));

    private final String key;
    private final List<Integer> failures;
    private final List<Integer> others;

    Category(String key, List<Integer> failures, List<Integer> others) {
      this.key = key;
      this.failures = failures;
      this.others = others;
    }
  }

  private final LegacyCountSql counts;
  private final NodeActivity activity;
  private final Recent recent;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  FailureRatesController(LegacyCountSql counts, NodeActivity activity, Recent recent, Tiers tiers,
      Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.recent = recent;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyFailureRates", deprecated = true, summary = "What fails", description = "`overall` and `by_node` are of all events, of which "
      + "those of the group `failures` failed; a category's attempts are its events, failures included, and categories without any are "
      + "left out. `recent_failures` are of the last 5 minutes. Rates are from 0 to 1, with four digits. Successor: "
      + "/api/grafana/failure-rates. Answers the question: what fails, and on which nodes? Fed by every event.")
  @Lasting
  @GetMapping("/api/analytics/failure-rates")
  ResponseEntity<FailureRates> rates(Query query) {
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = Lasting.Back.of(query, "1h", now);
      Span span = tiers.total(range);
      List<Integer> types = Stream
          .concat(FAILURES.stream(), Arrays.stream(Category.values()).flatMap(it -> it.others.stream()))
          .distinct()
          .toList();
      Map<Integer, Long> totals = counts.totals(span, types);
      long failed = sum(totals, FAILURES);
      long all = activity.active(span).events();
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(
              new FailureRates(new Overall(all, failed, rate(failed, all)), categories(totals), nodes(range),
                  recent.of(FAILURES, new TimeRange(now.minus(LATELY), now), RECENT)
                      .stream()
                      .map(RecentFailure::of)
                      .toList(),
                  now));
    });
  }

  private static List<OfCategory> categories(Map<Integer, Long> totals) {
    List<OfCategory> categories = new ArrayList<>();
    for (Category category : Category.values()) {
      long failures = sum(totals, category.failures);
      long attempts = failures + sum(totals, category.others);
      if (attempts > 0) {
        categories.add(new OfCategory(category.key, attempts, failures, rate(failures, attempts)));
      }
    }
    return categories;
  }

  /** What fails most on a node is looked up in whole hours: a node has thousands of finer counts. */
  private List<OfNode> nodes(TimeRange range) {
    List<NodeActivity.NodeTotal> worst = activity.worst(tiers.total(range), NODES)
        .stream()
        .filter(node -> node.failures() > 0)
        .toList();
    Span hours = tiers.span(range, Duration.between(range.from(), range.to()), Tier.HOUR);
    Map<Integer, Map<Integer, Long>> byType = counts.ofNodes(hours,
        worst.stream().map(NodeActivity.NodeTotal::number).toList(), FAILURES);
    return worst.stream()
        .map(it -> new OfNode(it.node().toHex(), it.events(), it.failures(),
            rate(it.failures(), it.events()),
            byType.getOrDefault(it.number(), Map.of())
                .entrySet()
                .stream()
                .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null)))
        .toList();
  }

  private static long sum(Map<Integer, Long> totals, List<Integer> types) {
    return types.stream().mapToLong(type -> totals.getOrDefault(type, 0L)).sum();
  }

  private static double rate(long failures, long all) {
    return all == 0 ? 0 : Math.round(DIGITS * failures / all) / DIGITS;
  }

  @Schema(name = "LegacyFailureRates")
  record FailureRates(Overall overall, List<OfCategory> byCategory, List<OfNode> byNode,
      List<RecentFailure> recentFailures, Instant timestamp) {}

  @Schema(name = "LegacyOverallFailures")
  record Overall(long totalEvents, long failedEvents, double failureRate) {}

  @Schema(name = "LegacyCategoryFailures")
  record OfCategory(String category, long attempts, long failures, double rate) {}

  @Schema(name = "LegacyNodeFailures")
  record OfNode(String nodeId, long totalEvents, long failures, double failureRate,
      @Nullable Integer topFailureType) {}

  /** @param reason as the node gave it; empty where it gave none */
  @Schema(name = "LegacyRecentFailure")
  record RecentFailure(int eventType, String eventName, String nodeId, Instant timestamp, String reason) {

    static RecentFailure of(EventView view) {
      @Nullable
      Event event = view.data().event();
      return new RecentFailure(view.eventType(), view.eventName(), view.nodeId(), view.timestamp(),
          event == null ? "" : Remarks.of(event).words());
    }
  }
}
