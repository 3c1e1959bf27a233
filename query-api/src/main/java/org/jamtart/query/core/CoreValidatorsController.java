package org.jamtart.query.core;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jamtart.query.core.ValidatorSql.Software;
import org.jamtart.query.count.EventTotals;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.guarantee.GuarantorSql;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/cores/{core_id}/validators}. */
@Tag(name = "Cores")
@ReadsTables
@RestController
final class CoreValidatorsController {

  private static final int MOST = 2_000;
  private static final Comparator<Cursor> ORDER = Comparator.comparingLong(Cursor::first)
      .reversed()
      .thenComparing(Cursor::second);

  private final Cores known;
  private final GuarantorSql guarantors;
  private final ValidatorSql validators;
  private final EventTotals totals;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  CoreValidatorsController(Cores known, GuarantorSql guarantors, ValidatorSql validators, EventTotals totals,
      Horizon horizon, TransactionOperations snapshot) {
    this.known = known;
    this.guarantors = guarantors;
    this.validators = validators;
    this.totals = totals;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  private record Found(HttpHeaders headers, CoreValidators body) {}

  @Operation(operationId = "coreValidators", summary = "Who guarantees on one core", description = Ranged.COVERS
      + "The nodes with most guarantees come first; whether they are connected is as of now. A core that the network does not have is 404. "
      + "Answers the question: who guarantees on this core? Fed by GuaranteeBuilt(105), the node information of every connection.")
  @Ranged
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Nodes of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @Paged
  @GetMapping("/api/grafana/cores/{core_id}/validators")
  ResponseEntity<CoreValidators> validators(@PathVariable("core_id") String id, Query query,
      HttpServletRequest request) {
    int core = Cores.parse(id);
    Selection selection = Selection.of(query).ofCore(core);
    int limit = query.limit(MOST, MOST).value();
    Fingerprint filter = Fingerprint.of("core/validators", selection.key(), TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Found found = snapshot.execute(status -> {
      known.known(core);
      Instant moment = horizon.moment();
      TimeRange range = Span.range(query, moment);
      Span span = totals.ofCores(range);
      List<Guarantor> all = guarantors.guarantors(span, range.to(), selection);
      Slice<Guarantor> page = Slice.of(all, it -> new Cursor(it.count(), it.number(), 0), ORDER, after,
          limit);
      Map<Integer, Software> software = validators
          .of(page.entries().stream().map(Guarantor::number).toList(), moment);
      return new Found(span.headers(), new CoreValidators(core,
          page.entries().stream().map(it -> CoreValidator.of(it, software.get(it.number()))).toList(),
          all.size(), page.next() == null ? null : page.next().text(filter)));
    });
    return Links.page(request, found.body, found.body.next(), found.headers);
  }

  /**
   * @param totalActive of all pages
   * @param next        cursor of the next page; absent on the last
   */
  @Schema(name = "CoreValidators")
  record CoreValidators(int core, List<CoreValidator> validators, int totalActive, @Nullable String next) {}

  /** @param lastGuarantee when it made the last one before the end; absent when that is not kept any more */
  @Schema(name = "CoreValidator")
  record CoreValidator(@Schema(pattern = "[0-9a-f]{64}") String nodeId, long guaranteeCount,
      @Nullable Instant lastGuarantee, @Nullable String implementationName,
      @Nullable String implementationVersion, @Nullable Boolean isConnected) {

    static CoreValidator of(Guarantor it, @Nullable Software software) {
      return new CoreValidator(it.node().toHex(), it.count(), it.last(),
          software == null ? null : software.name(), software == null ? null : software.version(),
          software == null ? null : software.connected());
    }
  }
}
