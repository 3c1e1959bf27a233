package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyGuarantorSql.Guarantees;
import org.jamtart.query.legacy.LegacyGuarantorSql.Guarantor;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/guarantees/by-guarantor}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyGuarantors")
final class GuarantorsController {

  private static final int PERFORMERS = 5;
  private static final long HOUR_SECONDS = 3_600;

  private final LegacyGuarantorSql guarantors;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GuarantorsController(LegacyGuarantorSql guarantors, Horizon horizon, TransactionOperations snapshot) {
    this.guarantors = guarantors;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyGuarantors", deprecated = true, summary = "Who guarantees", description = "Of the packages that were first seen "
      + "in the range, those that each node guaranteed. `success_rate` is the part of the packages it received that it guaranteed. "
      + "Successor: /api/grafana/guarantees/by-guarantor. Answers the question: who guarantees, how much and for which cores? Fed by "
      + "WorkPackageReceived(94), GuaranteeBuilt(105).")
  @Lasting
  @GetMapping("/api/guarantees/by-guarantor")
  ResponseEntity<Guarantors> guarantors(Query query) {
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = Lasting.Back.of(query, "24h", now);
      List<Guarantor> all = guarantors.guarantors(range);
      Map<Bytes32, Long> lastHour = guarantors
          .guarantees(new TimeRange(now.minusSeconds(HOUR_SECONDS), now))
          .stream()
          .collect(Collectors.toMap(Guarantees::node, Guarantees::packages));
      List<String> ids = all.stream().map(it -> it.node().toHex()).toList();
      return new Guarantors(
          all.stream().map(it -> ByGuarantor.of(it, lastHour.getOrDefault(it.node(), 0L))).toList(),
          all.size(), ids.subList(0, Math.min(PERFORMERS, ids.size())),
          ids.subList(Math.max(0, ids.size() - PERFORMERS), ids.size()).reversed(), now);
    }));
  }

  /** @param bottomPerformers who guaranteed least first */
  @Schema(name = "LegacyGuarantors")
  record Guarantors(List<ByGuarantor> guarantors, int totalGuarantors, List<String> topPerformers,
      List<String> bottomPerformers, Instant timestamp) {}

  /** @param primaryCore for which it made most, the lowest of several */
  @Schema(name = "LegacyGuarantor")
  record ByGuarantor(String nodeId, long totalGuarantees, long guaranteesLastHour, double successRate,
      List<Integer> coresActive, @Nullable Integer primaryCore, @Nullable Instant lastGuarantee) {

    static ByGuarantor of(Guarantor it, long lastHour) {
      @Nullable
      Integer primary = it.byCore()
          .entrySet()
          .stream()
          .max(Map.Entry.<Integer, Long>comparingByValue()
              .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
          .map(Map.Entry::getKey)
          .orElse(null);
      return new ByGuarantor(it.node().toHex(), it.guarantees(), lastHour,
          it.received() == 0 ? 1 : Math.min(1, (double) it.guarantees() / it.received()),
          List.copyOf(it.byCore().keySet()), primary, it.last());
    }
  }
}
