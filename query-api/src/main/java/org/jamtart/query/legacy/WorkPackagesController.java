package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.event.EventView;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/workpackages}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyWorkPackages")
final class WorkPackagesController {

  private static final int RECEIVED = 94;
  private static final int RECENT = 100;
  private static final List<Integer> TYPES = List.of(90, 91, 92, 93, 94, 101, 102, 105);

  private final LegacyCountSql counts;
  private final Recent recent;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  WorkPackagesController(LegacyCountSql counts, Recent recent, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.recent = recent;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyWorkPackages", deprecated = true, summary = "Events about work-packages", description = "Events, once per "
      + "node that reports them. Successor: /api/grafana/wp-stats. Answers the question: how much traffic with work-packages is there? "
      + "Fed by WorkPackageSubmission(90), WorkPackageBeingShared(91), WorkPackageFailed(92), DuplicateWorkPackage(93), "
      + "WorkPackageReceived(94), Refined(101), WorkReportBuilt(102), GuaranteeBuilt(105).")
  @Lasting
  @GetMapping("/api/workpackages")
  ResponseEntity<WorkPackages> packages(Query query) {
    return snapshot.execute(status -> {
      TimeRange range = Lasting.Back.of(query, "24h", horizon.moment());
      Span span = tiers.total(range);
      Span cores = tiers.total(range, "core_count", Tier.MINUTE);
      Map<Integer, Long> totals = counts.totals(span, TYPES);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new WorkPackages(
              new PackageTotals(of(totals, 90), of(totals, 91), of(totals, 92), of(totals, 93),
                  of(totals, 94),
                  of(totals, 101), of(totals, 102), of(totals, 105)),
              counts.byCore(cores, RECEIVED)
                  .entrySet()
                  .stream()
                  .map(entry -> new CoreCount(entry.getKey(), entry.getValue()))
                  .toList(),
              recent.of(List.of(RECEIVED), range, RECENT).stream().map(RecentPackage::of).toList()));
    });
  }

  private static long of(Map<Integer, Long> totals, int type) {
    return totals.getOrDefault(type, 0L);
  }

  @Schema(name = "LegacyWorkPackages")
  record WorkPackages(PackageTotals totals, List<CoreCount> byCore, List<RecentPackage> recent) {}

  @Schema(name = "LegacyPackageTotals")
  record PackageTotals(long submissions, long beingShared, long failed, long duplicates, long received,
      long refined, long workReportsBuilt, long guaranteesBuilt) {}

  @Schema(name = "LegacyCoreCount")
  record CoreCount(int core, long count) {}

  /** The newest receptions whose events are kept; numbers are texts here, as they always were. */
  @Schema(name = "LegacyRecentPackage")
  record RecentPackage(String nodeId, Instant timestamp, String core, String workPackageSize) {

    static RecentPackage of(EventView event) {
      return event.data().event() instanceof WorkPackageReceived received
          ? new RecentPackage(event.nodeId(), event.timestamp(), Integer.toString(received.core()),
              Long.toString(received.outline().sizeBytes()))
          : new RecentPackage(event.nodeId(), event.timestamp(), "", "");
    }
  }
}
