package org.jamtart.query.core;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jamtart.query.core.CoreSql.Load;
import org.jamtart.query.count.EventTotals;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.workpackage.PackagePages;
import org.jamtart.query.workpackage.PackageView;
import org.jamtart.query.workpackage.TimingSql;
import org.jamtart.query.workpackage.TimingSql.Timing;
import org.jamtart.query.workpackage.Window;
import org.jamtart.query.workpackage.Windows;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/cores/{core_id}} and {@code /metrics} of it. */
@Tag(name = "Cores")
@ReadsTables
@RestController
final class CoreController {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1_000;

  private final Cores known;
  private final CoreSql cores;
  private final PackagePages packages;
  private final TimingSql timing;
  private final EventTotals totals;
  private final Windows windows;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  CoreController(Cores known, CoreSql cores, PackagePages packages, TimingSql timing, EventTotals totals,
      Windows windows, Horizon horizon, TransactionOperations snapshot) {
    this.known = known;
    this.cores = cores;
    this.packages = packages;
    this.timing = timing;
    this.totals = totals;
    this.windows = windows;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  private record Figures(Span span, Window window, Map<Integer, Long> events, Load load) {}

  private record Found(HttpHeaders headers, CoreDetail body) {}

  @Operation(operationId = "core", summary = "What happens on one core", description = Ranged.COVERS
      + CoreListController.FIGURES
      + "`recent_work_packages` are the packages, newest first, by pages. A core that the network does not have is 404. Answers the "
      + "question: what is this core doing? Fed by WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), "
      + "WorkReportBuilt(102), GuaranteeBuilt(105), GuaranteesDistributed(109).")
  @Ranged
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Packages of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
  @Paged
  @GetMapping("/api/grafana/cores/{core_id}")
  ResponseEntity<CoreDetail> core(@PathVariable("core_id") String id, Query query,
      HttpServletRequest request) {
    int core = Cores.parse(id);
    Selection selection = Selection.of(query).ofCore(core);
    Limit limit = query.limit(DEFAULT_LIMIT, MOST);
    Fingerprint filter = Fingerprint.of("core", selection.key(), TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Found found = snapshot.execute(status -> {
      Figures figures = figures(query, core, selection);
      PackagePages.Page page = packages.newest(figures.window, selection, after, limit.value());
      return new Found(figures.span.headers(),
          new CoreDetail(core, figures.load.packages(), count(figures, 94), count(figures, 105),
              count(figures, 92), page.packages(), page.next() == null ? null : page.next().text(filter),
              limit.note()));
    });
    return Links.page(request, found.body, found.body.next(), found.headers);
  }

  @Operation(operationId = "coreMetrics", summary = "How well one core does", description = Ranged.COVERS
      + "`processing_efficiency_pct` is 101 of 101 and 92, as nodes reported them, 100 when there are none. Latencies are those of the "
      + "packages, from the first reception to the end of the distribution or to the last report of what has not got there. Gas is that of "
      + "the first refinement of each package. With `node` only what these nodes reported counts. A core that the network does not have is "
      + "404. Answers the question: does this core keep up, how slow is it, and how much gas does it use? Fed by "
      + "WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), WorkReportBuilt(102), GuaranteeBuilt(105), "
      + "GuaranteesDistributed(109).")
  @Ranged
  @Selection.OfNodes
  @GetMapping("/api/grafana/cores/{core_id}/metrics")
  ResponseEntity<CoreMetrics> metrics(@PathVariable("core_id") String id, Query query) {
    int core = Cores.parse(id);
    Selection selection = Selection.of(query).ofCore(core);
    return snapshot.execute(status -> {
      Figures figures = figures(query, core, selection);
      Timing times = timing.total(figures.window, selection);
      long ended = count(figures, 101) + count(figures, 92);
      return ResponseEntity.ok()
          .headers(figures.span.headers())
          .body(new CoreMetrics(core, ended == 0 ? 100 : 100.0 * count(figures, 101) / ended,
              times.pipeline().p50(), times.pipeline().p95(), times.average(), figures.load.gas(),
              figures.load.refined()));
    });
  }

  private Figures figures(Query query, int core, Selection selection) {
    known.known(core);
    TimeRange range = Span.range(query, horizon.moment());
    Span span = totals.ofCores(range);
    Window window = windows.of(new TimeRange(span.from(), range.to()));
    return new Figures(span, window, totals.byType(span, selection, CoreListController.TYPES),
        cores.byCore(window, selection).getOrDefault(core, Load.NONE));
  }

  private static long count(Figures figures, int type) {
    return figures.events.getOrDefault(type, 0L);
  }

  /**
   * @param workPackages packages that were first seen in the range
   * @param received     how often a node reported that it received one
   * @param guarantees   how often a node built a guarantee
   * @param failures     how often a node reported that a package failed
   * @param next         cursor of the next page of packages; absent on the last
   * @param note         what the request asked for and did not get
   */
  @Schema(name = "CoreDetail")
  record CoreDetail(int core, long workPackages, long received, long guarantees, long failures,
      List<PackageView> recentWorkPackages, @Nullable String next, @Nullable String note) {}

  /**
   * @param processingEfficiencyPct from 0 to 100
   * @param averageCompletionTimeMs mean over packages; absent when there are none
   * @param workPackagesProcessed   packages that were refined
   */
  @Schema(name = "CoreMetrics")
  record CoreMetrics(int core, double processingEfficiencyPct, @Nullable Long p50LatencyMs,
      @Nullable Long p95LatencyMs, @Nullable Double averageCompletionTimeMs, BigDecimal totalGasUsed,
      long workPackagesProcessed) {}
}
