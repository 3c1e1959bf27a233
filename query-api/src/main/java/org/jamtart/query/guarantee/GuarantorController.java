package org.jamtart.query.guarantee;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jamtart.query.count.EventTotals;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.guarantee.GuarantorSql.Guarantor;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.paging.Slice;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/guarantees/by-guarantor} and {@code /validators/cores}. */
@Tag(name = "Guarantees")
@ReadsTables
@RestController
final class GuarantorController {

  private static final int MOST = 2_000;

  /** Most guarantees first, then by the number of the node. */
  private static final Comparator<Cursor> ORDER = Comparator.comparingLong(Cursor::first)
      .reversed()
      .thenComparing(Cursor::second);

  private final GuarantorSql guarantors;
  private final EventTotals totals;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GuarantorController(GuarantorSql guarantors, EventTotals totals, Horizon horizon,
      TransactionOperations snapshot) {
    this.guarantors = guarantors;
    this.totals = totals;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  /** What was found, and how it is shown. */
  private record Found(Span span, List<Guarantor> all, Slice<Guarantor> page, @Nullable String next) {}

  @Operation(operationId = "guarantors", summary = "Who guarantees for which cores", description = Ranged.COVERS
      + "A guarantee that is built again with another signature counts again. `primary_core` is the core with most of them. The nodes with "
      + "most come first. Answers the question: who guarantees, and for which cores? Fed by GuaranteeBuilt(105).")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @Paged
  @GetMapping("/api/grafana/guarantees/by-guarantor")
  ResponseEntity<Guarantors> byGuarantor(Query query, HttpServletRequest request) {
    Found found = find("by-guarantor", query);
    var body = new Guarantors(found.page.entries().stream().map(GuarantorView::of).toList(), found.all.size(),
        found.next);
    return Links.page(request, body, found.next, found.span.headers());
  }

  @Operation(operationId = "validatorCores", summary = "Which node works on which core", description = Ranged.COVERS
      + "Nodes that built no guarantee are absent. Answers the question: which node belongs to which core? Fed by GuaranteeBuilt(105).")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @Paged
  @GetMapping("/api/grafana/validators/cores")
  ResponseEntity<List<ValidatorCore>> validatorCores(Query query, HttpServletRequest request) {
    Found found = find("validators/cores", query);
    List<ValidatorCore> body = found.page.entries()
        .stream()
        .map(it -> new ValidatorCore(it.node().toHex(), it.primaryCore(), it.count()))
        .toList();
    return Links.page(request, body, found.next, found.span.headers());
  }

  private Found find(String list, Query query) {
    Selection selection = Selection.of(query);
    int limit = query.limit(MOST, MOST).value();
    Fingerprint filter = Fingerprint.of(list, selection.key(), TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    return snapshot.execute(status -> {
      TimeRange range = Span.range(query, horizon.moment());
      Span span = totals.ofCores(range);
      List<Guarantor> all = guarantors.guarantors(span, range.to(), selection);
      Slice<Guarantor> page = Slice.of(all, it -> new Cursor(it.count(), it.number(), 0), ORDER, after,
          limit);
      return new Found(span, all, page, page.next() == null ? null : page.next().text(filter));
    });
  }

  /**
   * @param totalGuarantors of all pages
   * @param next            cursor of the next page; absent on the last
   */
  @Schema(name = "Guarantors")
  record Guarantors(List<GuarantorView> guarantors, int totalGuarantors, @Nullable String next) {}

  /**
   * @param primaryCore   the core with most guarantees; absent when no core is known
   * @param lastGuarantee when it made the last one before the end; absent when that is not kept any more
   */
  @Schema(name = "Guarantor")
  record GuarantorView(@Schema(pattern = "[0-9a-f]{64}") String nodeId, @Nullable Integer primaryCore,
      long guaranteeCount, @Nullable Instant lastGuarantee, List<Integer> coresActive) {

    static GuarantorView of(Guarantor it) {
      return new GuarantorView(it.node().toHex(), it.primaryCore(), it.count(), it.last(),
          it.byCore().keySet().stream().sorted().toList());
    }
  }

  /** @param primaryCore the core with most guarantees; absent when no core is known */
  @Schema(name = "ValidatorCore")
  record ValidatorCore(@Schema(pattern = "[0-9a-f]{64}") String nodeId, @Nullable Integer primaryCore,
      long guaranteeCount) {}
}
