package org.jamtart.query.jamservice;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.jamservice.CostSql.Cost;
import org.jamtart.query.jamservice.CostSql.OfService;
import org.jamtart.query.jamservice.CostSql.Phases;
import org.jamtart.store.ServiceCostRow.Phase;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/execution}. */
@Tag(name = "Services")
@ReadsTables
@RestController
final class ExecutionController {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 1_000;

  private final CostSql costs;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  ExecutionController(CostSql costs, Tiers tiers, Horizon horizon, TransactionOperations snapshot) {
    this.costs = costs;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  private record Found(HttpHeaders headers, Execution body) {}

  @Operation(operationId = "execution", summary = "Which phase and which service burn gas and time", description = Ranged.COVERS
      + "Each node that runs the code counts: guarantors authorize and refine, every node accumulates. One authorization per package, one "
      + "refinement per work item, one accumulation per service and block; an authorization is booked to the first service of "
      + "the package. `by_service` has the most gas first, by pages, without what no service is known for. Answers the question: which phase, and "
      + "which service, burns gas and time? Fed by Authorized(95), Refined(101), BlockExecuted(47).")
  @Ranged
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page of `by_service`; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  @Paged
  @GetMapping("/api/grafana/execution")
  ResponseEntity<Execution> execution(Query query, HttpServletRequest request) {
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    Fingerprint filter = Fingerprint.of("execution", TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    long offset = after == null ? 0 : after.first();
    Found found = snapshot.execute(status -> {
      Span span = tiers.total(Span.range(query, horizon.moment()), CostSql.TABLE, Tier.MINUTE);
      Phases costed = costs.byPhase(span, offset, limit.value() + 1);
      Map<Phase, Cost> phases = costed.phases();
      List<OfService> services = costed.services();
      boolean more = services.size() > limit.value();
      List<OfService> page = more ? services.subList(0, limit.value()) : services;
      return new Found(span.headers(),
          new Execution(PhaseCost.of(phases.getOrDefault(Phase.AUTHORIZATION, Cost.NONE)),
              PhaseCost.of(phases.getOrDefault(Phase.REFINEMENT, Cost.NONE)),
              PhaseCost.of(phases.getOrDefault(Phase.ACCUMULATION, Cost.NONE)),
              page.stream().map(ServicePhaseCost::of).toList(),
              more ? new Cursor(offset + limit.value(), 0, 0).text(filter) : null, limit.note()));
    });
    return Links.page(request, found.body, found.body.next(), found.headers);
  }

  /**
   * @param next cursor of the next page of services; absent on the last
   * @param note what the request asked for and did not get
   */
  @Schema(name = "Execution")
  record Execution(PhaseCost authorization, PhaseCost refinement, PhaseCost accumulation,
      List<ServicePhaseCost> byService, @Nullable String next, @Nullable String note) {}

  /** Means are over executions, 0 when there are none. */
  @Schema(name = "PhaseCost")
  record PhaseCost(long count, BigInteger totalGas, double avgGas, double avgTimeNs, double avgLoadNs) {

    static PhaseCost of(Cost it) {
      return new PhaseCost(it.executions(), it.gas(), it.mean(it.gas()), it.mean(it.elapsedNs()),
          it.mean(it.loadNs()));
    }
  }

  /**
   * @param serviceId 32 unsigned bits
   * @param phase     authorization, refinement or accumulation
   */
  @Schema(name = "ServicePhaseCost")
  record ServicePhaseCost(long serviceId, String phase, BigInteger totalGas, long count, double avgTimeNs,
      double avgLoadNs) {

    static ServicePhaseCost of(OfService it) {
      Cost cost = it.cost();
      return new ServicePhaseCost(it.service(), it.phase().name().toLowerCase(Locale.ROOT), cost.gas(),
          cost.executions(), cost.mean(cost.elapsedNs()), cost.mean(cost.loadNs()));
    }
  }
}
