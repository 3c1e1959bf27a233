package org.jamtart.query.grafana;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.grafana.CountSql.Only;
import org.jamtart.query.grafana.CountSql.Point;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.CoreNumbers;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/timeseries}. */
@Tag(name = "Network")
@ReadsTables
@RestController
final class TimeseriesController {

  private static final int MOST = 400;
  private static final List<Integer> ALL_TYPES = IntStream.rangeClosed(0, 255).boxed().toList();

  private final CountSql counts;
  private final NodeActivity activity;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  TimeseriesController(CountSql counts, NodeActivity activity, Tiers tiers, Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "timeseries", summary = "Events over time, by type, core or node", description = Ranged.COVERS
      + "Buckets without events are absent. Events are counted once per node that reports them. With cores the resolution is a "
      + "minute at the finest. Filters of different names must all hold. Answers the question: how much happened when, and by what? "
      + "Fed by every event.")
  @Ranged
  @Bucketed
  @Parameter(name = "group_by", in = ParameterIn.QUERY, description = "What the counts are split by", schema = @Schema(type = "string", allowableValues = {
      "event_type", "core", "node_id", "node"}, defaultValue = "event_type"))
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas", schema = @Schema(type = "string"))
  @Parameter(name = "core", in = ParameterIn.QUERY, description = "Cores between commas", schema = @Schema(type = "string"))
  @Parameter(name = "event_types", in = ParameterIn.QUERY, description = "Types between commas: numbers, names, groups", schema = @Schema(type = "string"))
  @GetMapping("/api/grafana/timeseries")
  ResponseEntity<List<TimeseriesPoint>> timeseries(Query query) {
    String groupBy = query.choice("group_by", "event_type", List.of("event_type", "core", "node_id", "node"));
    Only only = new Only(TypeNames.parse("event_types", query.list(MOST, "event_types")), cores(query),
        nodes(query));
    Duration interval = Interval.of(query, "1m");
    return snapshot.execute(status -> {
      TimeRange range = Span.range(query, horizon.moment());
      boolean ofCores = groupBy.equals("core") || only.cores() != null;
      Span span = ofCores && interval.compareTo(Tier.MINUTE.length()) < 0
          ? tiers.span(range, interval, Tier.MINUTE)
          : tiers.span(range, interval);
      List<Point> points = switch (groupBy) {
        case "core" -> only.nodes() == null ? counts.byCore(span, only) : counts.byCoreOfNodes(span, only);
        case "event_type" -> byType(span, only);
        default -> only.nodes() == null && only.types() == null && only.cores() == null
            ? activity.byNode(span).stream().map(CountSql.Point::of).toList()
            : counts.byNodeOfTypes(span, only);
      };
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(points.stream().map(point -> TimeseriesPoint.of(point, groupBy)).toList());
    });
  }

  private List<Point> byType(Span span, Only only) {
    if (only.nodes() != null) {
      return counts.byTypeOfNodes(span, only);
    }
    return only.cores() != null
        ? counts.byTypeOfCores(span, only)
        : counts.byType(span, only.types() == null ? ALL_TYPES : only.types());
  }

  private static @Nullable List<Integer> cores(Query query) {
    List<String> cores = query.list(MOST, "core");
    return cores.isEmpty() ? null : cores.stream().map(core -> CoreNumbers.parse("core", core)).toList();
  }

  private static @Nullable List<Bytes32> nodes(Query query) {
    List<String> ids = query.list(MOST, "node");
    return ids.isEmpty() ? null : ids.stream().map(id -> NodeIds.parse("node", id)).toList();
  }

  /**
   * Events of one bucket.
   *
   * @param ts first moment of the bucket
   */
  @Schema(name = "TimeseriesPoint")
  record TimeseriesPoint(Instant ts, long count, @Nullable Integer eventType, @Nullable String eventTypeName,
      @Nullable Integer core, @Nullable String nodeId) {

    static TimeseriesPoint of(Point point, String groupBy) {
      return switch (point.key()) {
        case String id -> new TimeseriesPoint(point.ts(), point.count(), null, null, null, id);
        case Integer core when groupBy.equals("core") ->
          new TimeseriesPoint(point.ts(), point.count(), null, null, core, null);
        case Integer type ->
          new TimeseriesPoint(point.ts(), point.count(), type, TypeNames.name(type), null, null);
        default -> throw new IllegalStateException(point.toString());
      };
    }
  }
}
