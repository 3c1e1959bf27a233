package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jamtart.query.event.EventData;
import org.jamtart.query.event.EventView;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/guarantees}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyGuarantees")
final class GuaranteesController {

  private static final int RECENT = 50;
  private static final List<Integer> TYPES = IntStream.rangeClosed(105, 113).boxed().toList();
  private static final List<Integer> SHOWN = List.of(105, 112, 113);

  private final LegacyCountSql counts;
  private final LegacyGuarantorSql guarantors;
  private final Recent recent;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GuaranteesController(LegacyCountSql counts, LegacyGuarantorSql guarantors, Recent recent, Tiers tiers,
      Horizon horizon, TransactionOperations snapshot) {
    this.counts = counts;
    this.guarantors = guarantors;
    this.recent = recent;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyGuarantees", deprecated = true, summary = "Events about guarantees", description = "Events of the range, once "
      + "per node that reports them. A rate is what succeeded of what ended. `by_node` has the packages that were first seen in the range "
      + "and that the node guaranteed. Successor: /api/grafana/guarantees. Answers the question: how much traffic is there with "
      + "guarantees, and how much of it succeeds? Fed by GuaranteeBuilt(105), SendingGuarantee(106), GuaranteeSendFailed(107), "
      + "GuaranteeSent(108), GuaranteesDistributed(109), ReceivingGuarantee(110), GuaranteeReceiveFailed(111), GuaranteeReceived(112), "
      + "GuaranteeDiscarded(113).")
  @Lasting
  @GetMapping("/api/guarantees")
  ResponseEntity<Guarantees> guarantees(Query query) {
    return snapshot.execute(status -> {
      TimeRange range = Lasting.Back.of(query, "24h", horizon.moment());
      Span span = tiers.total(range);
      Map<Integer, Long> t = counts.totals(span, TYPES);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new Guarantees(
              new GuaranteeTotals(of(t, 105), of(t, 106), of(t, 107), of(t, 108), of(t, 109), of(t, 110),
                  of(t, 111), of(t, 112), of(t, 113)),
              new SuccessRates(rate(of(t, 108), of(t, 107)), rate(of(t, 112), of(t, 111))),
              guarantors.guarantees(range).stream().map(ByNode::of).toList(),
              recent.of(SHOWN, range, RECENT).stream().map(RecentGuarantee::of).toList()));
    });
  }

  private static long of(Map<Integer, Long> totals, int type) {
    return totals.getOrDefault(type, 0L);
  }

  private static String rate(long succeeded, long failed) {
    double percent = succeeded + failed == 0 ? 100 : 100.0 * succeeded / (succeeded + failed);
    return String.format(Locale.ROOT, "%.2f%%", percent);
  }

  @Schema(name = "LegacyGuarantees")
  record Guarantees(GuaranteeTotals totals, SuccessRates successRates, List<ByNode> byNode,
      List<RecentGuarantee> recent) {}

  @Schema(name = "LegacyGuaranteeTotals")
  record GuaranteeTotals(long built, long sending, long sendFailed, long sent, long distributed,
      long receiving,
      long receiveFailed, long received, long discarded) {}

  /** Per cent with two decimals, as text. */
  @Schema(name = "LegacySuccessRates")
  record SuccessRates(String sendSuccessRate, String receiveSuccessRate) {}

  @Schema(name = "LegacyGuaranteesOfNode")
  record ByNode(String nodeId, long guaranteesBuilt) {

    static ByNode of(LegacyGuarantorSql.Guarantees made) {
      return new ByNode(made.node().toHex(), made.packages());
    }
  }

  @Schema(name = "LegacyRecentGuarantee")
  record RecentGuarantee(String nodeId, int eventType, Instant timestamp,
      @Schema(implementation = Object.class, types = "object") EventData data) {

    static RecentGuarantee of(EventView event) {
      return new RecentGuarantee(event.nodeId(), event.eventType(), event.timestamp(), event.data());
    }
  }
}
