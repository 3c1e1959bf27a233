package org.jamtart.query.jamservice;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jamtart.query.grafana.Bucketed;
import org.jamtart.query.grafana.Interval;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.query.jamservice.CostSql.Burnt;
import org.jamtart.query.jamservice.CostSql.Point;
import org.jamtart.query.jamservice.ServicePackageSql.Cell;
import org.jamtart.query.workpackage.Window;
import org.jamtart.query.workpackage.Windows;
import org.jamtart.store.Tier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/services} and {@code /services/timeseries}. */
@Tag(name = "Services")
@ReadsTables
@RestController
final class ServiceController {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MOST = 2_000;
  private static final int BUSIEST = 20;
  private static final long MOST_POINTS = 100_000;

  private static final String FIGURES = "`work_packages` are packages with an item for the service, first seen in the range, each once; packages are "
      + "not kept as long as the counts. The other figures count on each node that runs the code: one authorization per package, booked "
      + "to its first service, one refinement per work item, one execution per block that accumulates the service. ";

  private static final String FED = "Fed by WorkPackageReceived(94), Authorized(95), Refined(101), BlockExecuted(47).";

  private final CostSql costs;
  private final ServicePackageSql packages;
  private final Tiers tiers;
  private final Windows windows;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  ServiceController(CostSql costs, ServicePackageSql packages, Tiers tiers, Windows windows,
      Horizon horizon, TransactionOperations snapshot) {
    this.costs = costs;
    this.packages = packages;
    this.tiers = tiers;
    this.windows = windows;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  private record Found(HttpHeaders headers, List<ServiceView> all) {}

  @Operation(operationId = "services", summary = "Which services consume what", description = Ranged.COVERS
      + FIGURES
      + "The most gas comes first, by pages. Answers the question: which services consume compute? " + FED)
  @Ranged
  @Parameter(name = "service", in = ParameterIn.QUERY, description = "Services between commas, decimal or hexadecimal with 0x, at most 100", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Services of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "500"))
  @Paged
  @GetMapping("/api/grafana/services")
  ResponseEntity<List<ServiceView>> services(Query query, HttpServletRequest request) {
    List<Long> services = ServiceIds.of(query);
    int limit = query.limit(DEFAULT_LIMIT, MOST).value();
    Fingerprint filter = Fingerprint.of("services", services, TimeRange.of(query).key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Found found = snapshot.execute(status -> {
      TimeRange range = Span.range(query, horizon.moment());
      Span span = tiers.total(range, CostSql.TABLE, Tier.MINUTE);
      Window window = windows.of(new TimeRange(span.from(), span.to()));
      return new Found(headers(span, window), figures(span, window, services).map(ServiceView::of).toList());
    });
    int from = (int) Math.min(after == null ? 0 : after.first(), found.all.size());
    int to = Math.min(from + limit, found.all.size());
    @Nullable
    String next = to < found.all.size() ? new Cursor(to, 0, 0).text(filter) : null;
    return Links.page(request, found.all.subList(from, to), next, found.headers);
  }

  /** Of some services, or of all when there are none; those with most gas first. */
  private Stream<ServiceFigures> figures(Span span, Window window, List<Long> services) {
    return figures(window, services, costs.byService(span, services).stream());
  }

  private Stream<ServiceFigures> figures(Window window, List<Long> services, Stream<Burnt> burnt) {
    Map<Long, ServiceFigures> figures = new TreeMap<>();
    packages.byService(window, services)
        .forEach((id, count) -> figures.computeIfAbsent(id, ServiceFigures::new).packages(count));
    burnt.forEach(it -> figures.computeIfAbsent(it.service(), ServiceFigures::new).add(it));
    return figures.values()
        .stream()
        .sorted(Comparator.comparing(ServiceFigures::gas).reversed().thenComparing(ServiceFigures::id));
  }

  @Operation(operationId = "servicesTimeseries", summary = "Which services consume what, over time", description = Ranged.COVERS
      + FIGURES
      + "Without `service`, of the 20 services with most gas in the range. Buckets without anything are absent. Answers the question: when "
      + "did a service consume compute? " + FED)
  @Ranged
  @Bucketed
  @Parameter(name = "service", in = ParameterIn.QUERY, description = "Services between commas, decimal or hexadecimal with 0x, at most 100", schema = @Schema(type = "string"))
  @GetMapping("/api/grafana/services/timeseries")
  ResponseEntity<List<ServicePoint>> timeseries(Query query) {
    List<Long> asked = ServiceIds.of(query);
    Duration interval = Interval.of(query, "1m");
    return snapshot.execute(status -> {
      Span span = tiers.span(Span.range(query, horizon.moment()), interval, CostSql.TABLE, Tier.MINUTE);
      Window window = windows.of(new TimeRange(span.from(), span.to()));
      return ResponseEntity.ok().headers(headers(span, window)).body(points(query, span, window, asked));
    });
  }

  /** Which are the busiest is told by the points themselves; only where these may be too many is it asked before. */
  private List<ServicePoint> points(Query query, Span span, Window window, List<Long> asked) {
    List<Long> services = asked.isEmpty() && isTooMany(span, BUSIEST)
        ? busiest(figures(span, window, asked))
        : asked;
    if (isTooMany(span, services.size())) {
      throw Problem.parameter("interval", String.valueOf(query.text("interval")),
          "long enough for at most " + MOST_POINTS + " buckets of all services together").asException();
    }
    List<Point> points = costs.byTime(span, services, services.isEmpty() ? BUSIEST : services.size());
    return services.isEmpty()
        ? points(span, window, busiest(figures(window, services, points.stream().map(Point::burnt))), points)
        : points(span, window, services, points);
  }

  private static List<Long> busiest(Stream<ServiceFigures> figures) {
    return figures.limit(BUSIEST).map(ServiceFigures::id).toList();
  }

  private List<ServicePoint> points(Span span, Window window, List<Long> services, List<Point> points) {
    if (services.isEmpty()) {
      return List.of();
    }
    SortedMap<Cell, ServiceFigures> cells = new TreeMap<>(
        Comparator.comparing(Cell::ts).thenComparing(Cell::service));
    packages.byTime(window, services, span.seconds())
        .forEach((cell, count) -> cells.computeIfAbsent(cell, it -> new ServiceFigures(it.service()))
            .packages(count));
    Set<Long> shown = Set.copyOf(services);
    points.stream()
        .filter(point -> shown.contains(point.burnt().service()))
        .forEach(point -> cells
            .computeIfAbsent(new Cell(point.ts(), point.burnt().service()),
                it -> new ServiceFigures(it.service()))
            .add(point.burnt()));
    List<ServicePoint> all = new ArrayList<>(cells.size());
    cells.forEach((cell, figures) -> all.add(ServicePoint.of(cell.ts(), figures)));
    return all;
  }

  private static boolean isTooMany(Span span, int services) {
    return Duration.between(span.from(), span.to()).dividedBy(span.interval()) * services > MOST_POINTS;
  }

  /** Packages are kept for another time than counts: the answer is complete since both are. */
  private static HttpHeaders headers(Span span, Window window) {
    HttpHeaders headers = span.headers();
    if (window.completeSince() != null
        && (span.completeSince() == null || window.completeSince().isAfter(span.completeSince()))) {
      headers.set("Tart-Complete-Since", window.completeSince().toString());
    }
    return headers;
  }

  @Schema(name = "ServiceCost")
  record ServiceView(@Schema(pattern = "0x[0-9a-f]{8}") String serviceId, long workPackages, long refinements,
      BigInteger refinementGas, long authorizations, BigInteger authorizationGas, long executions,
      BigInteger executionGas) {

    static ServiceView of(ServiceFigures it) {
      return new ServiceView(ServiceIds.text(it.id()), it.packages(), it.refinement().executions(),
          it.refinement().gas(), it.authorization().executions(), it.authorization().gas(),
          it.accumulation().executions(), it.accumulation().gas());
    }
  }

  /** @param ts first moment of the bucket */
  @Schema(name = "ServiceCostPoint")
  record ServicePoint(Instant ts, @Schema(pattern = "0x[0-9a-f]{8}") String serviceId, long workPackages,
      BigInteger authorizationGas, BigInteger refinementGas, BigInteger executionGas) {

    static ServicePoint of(Instant ts, ServiceFigures it) {
      return new ServicePoint(ts, ServiceIds.text(it.id()), it.packages(), it.authorization().gas(),
          it.refinement().gas(), it.accumulation().gas());
    }
  }
}
