package org.jamtart.query.guarantee;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jamtart.query.bucket.GuaranteeDiscards;
import org.jamtart.query.count.EventTotals;
import org.jamtart.query.grafana.Bucketed;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/guarantees} and {@code /guarantee-discards}. */
@Tag(name = "Guarantees")
@ReadsTables
@RestController
final class GuaranteeController {

  private static final List<Integer> TYPES = IntStream.rangeClosed(105, 113).boxed().toList();
  private static final int DISCARDED = 113;

  private final EventTotals totals;
  private final GuaranteeDiscards discards;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GuaranteeController(EventTotals totals, GuaranteeDiscards discards, Horizon horizon,
      TransactionOperations snapshot) {
    this.totals = totals;
    this.discards = discards;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "guarantees", summary = "Guarantees made, sent and received", description = Ranged.COVERS
      + "Events are counted once per node that reports them. A rate is what succeeded of what ended: 108 of 107 and 108, 112 of 111 and "
      + "112; 1 when nothing ended. Events 110 to 113 name no core: with `core` their figures are absent. Answers the question: how "
      + "much traffic is there with guarantees, and how much of it succeeds? Fed by GuaranteeBuilt(105), SendingGuarantee(106), "
      + "GuaranteeSendFailed(107), GuaranteeSent(108), GuaranteesDistributed(109), ReceivingGuarantee(110), "
      + "GuaranteeReceiveFailed(111), GuaranteeReceived(112), GuaranteeDiscarded(113).")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @GetMapping("/api/grafana/guarantees")
  ResponseEntity<GuaranteeTraffic> guarantees(Query query) {
    Selection selection = Selection.of(query);
    return snapshot.execute(status -> {
      Span span = totals.span(Span.range(query, horizon.moment()), selection);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(GuaranteeTraffic.of(totals.byType(span, selection, TYPES), selection.cores() == null));
    });
  }

  @Operation(operationId = "guaranteeDiscards", summary = "Why guarantees leave the pools", description = Ranged.COVERS
      + "From the counts that have reasons, which are kept for some days only. Buckets and reasons without events are absent. Answers "
      + "the question: why do guarantees leave the pool? Fed by GuaranteeDiscarded(113).")
  @Ranged
  @Bucketed
  @Selection.OfNodes
  @GetMapping("/api/grafana/guarantee-discards")
  ResponseEntity<List<DiscardPoint>> discards(Query query) {
    Selection selection = Selection.of(query);
    Duration interval = Interval.of(query, "30s");
    return snapshot.execute(status -> {
      Span span = totals.ofReasons(Span.range(query, horizon.moment()), interval);
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(selection.nodes() == null ? ofAll(span) : ofNodes(span, selection));
    });
  }

  private List<DiscardPoint> ofAll(Span span) {
    return discards.byTime(span)
        .stream()
        .map(each -> new DiscardPoint(each.ts(), each.reason(), each.events()))
        .toList();
  }

  private List<DiscardPoint> ofNodes(Span span, Selection selection) {
    return totals.byReasonOfNodes(span, selection, DISCARDED)
        .stream()
        .map(reason -> new DiscardPoint(reason.ts(), reason.words(), reason.events()))
        .toList();
  }

  @Schema(name = "GuaranteeTraffic")
  record GuaranteeTraffic(GuaranteeTotals totals, GuaranteeRates successRates) {

    static GuaranteeTraffic of(Map<Integer, Long> events, boolean ofReceivers) {
      return new GuaranteeTraffic(
          new GuaranteeTotals(count(events, 105), count(events, 106), count(events, 107), count(events, 108),
              count(events, 109), ofReceivers ? count(events, 110) : null,
              ofReceivers ? count(events, 111) : null,
              ofReceivers ? count(events, 112) : null, ofReceivers ? count(events, 113) : null),
          new GuaranteeRates(rate(count(events, 108), count(events, 107)),
              ofReceivers ? rate(count(events, 112), count(events, 111)) : null));
    }

    private static Long count(Map<Integer, Long> events, int type) {
      return events.getOrDefault(type, 0L);
    }

    private static Double rate(long succeeded, long failed) {
      return succeeded + failed == 0 ? 1.0 : (double) succeeded / (succeeded + failed);
    }
  }

  /** Events; those of the receivers are absent when cores were asked for. */
  @Schema(name = "GuaranteeTotals")
  record GuaranteeTotals(long built, long sending, long sendFailed, long sent, long distributed,
      @Nullable Long receiving, @Nullable Long receiveFailed, @Nullable Long received,
      @Nullable Long discarded) {}

  /** From 0 to 1. */
  @Schema(name = "GuaranteeRates")
  record GuaranteeRates(double sendSuccessRate, @Nullable Double receiveSuccessRate) {}

  /**
   * @param ts     first moment of the bucket
   * @param reason name and number, such as {@code ReplacedByBetter(1)}
   */
  @Schema(name = "DiscardPoint")
  record DiscardPoint(Instant ts, String reason, long count) {}
}
