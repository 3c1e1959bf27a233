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
import java.util.TreeSet;
import org.jamtart.query.core.CoreSql.Load;
import org.jamtart.query.count.EventTotals;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
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
import org.jamtart.query.workpackage.Windows;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/cores}. */
@Tag(name = "Cores")
@ReadsTables
@RestController
final class CoreListController {

  static final List<Integer> TYPES = List.of(92, 94, 101, 105);

  /** What the figures of cores are. */
  static final String FIGURES = "`work_packages` are packages that were first seen in the range, each once; `received`, `guarantees` and `failures` are "
      + "reports (94, 105, 92), one per node that makes them. With `node` only what these nodes reported counts. ";

  private static final int MOST = 2_000;
  private static final Comparator<Cursor> ORDER = Comparator.comparingLong(Cursor::first);

  private final CoreSql cores;
  private final EventTotals totals;
  private final Windows windows;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  CoreListController(CoreSql cores, EventTotals totals, Windows windows, Horizon horizon,
      TransactionOperations snapshot) {
    this.cores = cores;
    this.totals = totals;
    this.windows = windows;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  private record Found(HttpHeaders headers, Slice<CoreView> page) {}

  @Operation(operationId = "cores", summary = "What happens on the cores", description = Ranged.COVERS
      + FIGURES
      + "In the order of the cores; those on which nothing happened are absent. Answers the question: which cores carry load, and on "
      + "which do packages fail? Fed by WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), "
      + "WorkReportBuilt(102), GuaranteeBuilt(105), GuaranteesDistributed(109).")
  @Ranged
  @Selection.OfCores
  @Selection.OfNodes
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Cores of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @Paged
  @GetMapping("/api/grafana/cores")
  ResponseEntity<List<CoreView>> cores(Query query, HttpServletRequest request) {
    Selection selection = Selection.of(query);
    int limit = query.limit(MOST, MOST).value();
    Fingerprint filter = Fingerprint.of("cores", selection.key(), TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Found found = snapshot.execute(status -> {
      TimeRange range = Span.range(query, horizon.moment());
      Span span = totals.ofCores(range);
      Map<Integer, Load> loads = cores.byCore(windows.of(new TimeRange(span.from(), range.to())), selection);
      Map<Integer, Map<Integer, Long>> events = totals.byCore(span, selection, TYPES);
      var numbers = new TreeSet<>(loads.keySet());
      numbers.addAll(events.keySet());
      List<CoreView> all = numbers.stream()
          .map(core -> CoreView.of(core, loads.getOrDefault(core, Load.NONE),
              events.getOrDefault(core, Map.of())))
          .toList();
      return new Found(span.headers(),
          Slice.of(all, core -> new Cursor(core.core(), 0, 0), ORDER, after, limit));
    });
    @Nullable
    String next = found.page.next() == null ? null : found.page.next().text(filter);
    return Links.page(request, found.page.entries(), next, found.headers);
  }

  /**
   * @param workPackages packages that were first seen in the range
   * @param received     how often a node reported that it received one
   * @param guarantees   how often a node built a guarantee
   * @param failures     how often a node reported that a package failed
   * @param lastActivity the newest report about one of the packages before the end; absent when there is none
   */
  @Schema(name = "CoreLoad")
  record CoreView(int core, long workPackages, long received, long guarantees, long failures,
      @Nullable Instant lastActivity) {

    static CoreView of(int core, Load load, Map<Integer, Long> events) {
      return new CoreView(core, load.packages(), events.getOrDefault(94, 0L), events.getOrDefault(105, 0L),
          events.getOrDefault(92, 0L), load.last());
    }
  }
}
