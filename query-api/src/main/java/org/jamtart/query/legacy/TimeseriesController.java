package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.bucket.NodeActivity;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.grafana.Tiers;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyNodeSql.AuthoredAt;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/metrics/timeseries}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyTimeseries")
final class TimeseriesController {

  private static final int MOST = 500;
  private static final NodeActivity.At NOBODY = new NodeActivity.At(Instant.EPOCH, 0, 0, 0, 0, -1);
  private static final List<Integer> PIPELINE = IntStream.rangeClosed(90, 113).boxed().toList();
  private static final List<Integer> GUARANTEES = IntStream.rangeClosed(105, 113).boxed().toList();
  private static final List<Integer> THROUGHPUT = Stream.concat(Stream.of(11, 12, 42, 62), PIPELINE.stream())
      .toList();

  private final LegacyCountSql counts;
  private final NodeActivity activity;
  private final LegacyNodeSql nodes;
  private final Tiers tiers;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  TimeseriesController(LegacyCountSql counts, NodeActivity activity, LegacyNodeSql nodes, Tiers tiers,
      Horizon horizon,
      TransactionOperations snapshot) {
    this.counts = counts;
    this.activity = activity;
    this.nodes = nodes;
    this.tiers = tiers;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyTimeseries", deprecated = true, summary = "The last hours in buckets", description = "Newest first, at most 500 buckets, those "
      + "without events included; `blocks` counts blocks that were authored, each once, and the nodes that authored them. Successor: "
      + "/api/grafana/timeseries. Answers the question: how much happened when? Fed by every event.")
  @Parameter(name = "metric", in = ParameterIn.QUERY, description = "What is counted", schema = @Schema(type = "string", allowableValues = {
      "throughput", "events", "blocks"}, defaultValue = "throughput"))
  @Parameter(name = "interval", in = ParameterIn.QUERY, description = "Minutes of a bucket", schema = @Schema(type = "integer", minimum = "1", maximum = "60", defaultValue = "5"))
  @Parameter(name = "duration", in = ParameterIn.QUERY, description = "Hours to look back", schema = @Schema(type = "integer", minimum = "1", maximum = "24", defaultValue = "1"))
  @GetMapping("/api/metrics/timeseries")
  ResponseEntity<Timeseries> timeseries(Query query) {
    String metric = query.choice("metric", "throughput", List.of("throughput", "events", "blocks"));
    Duration interval = Duration.ofMinutes(number(query, "interval", 5, 60));
    int hours = number(query, "duration", 1, 24);
    return snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = new TimeRange(now.minus(Duration.ofHours(hours)), now);
      Span span = tiers.span(range, interval);
      Function<Instant, Object> point = switch (metric) {
        case "events" -> events(span);
        case "blocks" -> blocks(span);
        default -> throughput(span);
      };
      List<Object> data = buckets(span).stream().map(point).toList();
      return ResponseEntity.ok()
          .headers(span.headers())
          .body(new Timeseries(metric, interval.toMinutes(), hours, data));
    });
  }

  private Function<Instant, Object> throughput(Span span) {
    Map<Instant, Map<Integer, Long>> byTime = counts.byTime(span, THROUGHPUT);
    return ts -> {
      Map<Integer, Long> types = byTime.getOrDefault(ts, Map.of());
      return new Throughput(ts, sum(types, List.of(11)), sum(types, List.of(12)), sum(types, List.of(42)),
          sum(types, List.of(62)), sum(types, PIPELINE), sum(types, GUARANTEES));
    };
  }

  private Function<Instant, Object> events(Span span) {
    Map<Instant, NodeActivity.At> active = active(span);
    Map<Instant, Map<Integer, Long>> byTime = counts.byTime(span, LegacyCountSql.allTypes());
    return ts -> {
      NodeActivity.At at = active.getOrDefault(ts, NOBODY);
      return new EventPoint(ts, at.events(), at.nodes(), byTime.getOrDefault(ts, Map.of()).size(),
          at.events() / (double) span.seconds());
    };
  }

  private Function<Instant, Object> blocks(Span span) {
    Map<Instant, NodeActivity.At> active = active(span);
    Map<Instant, AuthoredAt> authored = new HashMap<>();
    nodes.authoredByTime(new TimeRange(span.from(), span.to()), span.seconds())
        .forEach(it -> authored.put(it.ts(), it));
    return ts -> {
      AuthoredAt at = authored.getOrDefault(ts, new AuthoredAt(ts, 0, 0));
      long slot = active.getOrDefault(ts, NOBODY).slot();
      return new BlockPoint(ts, at.blocks(), at.nodes(), slot < 0 ? null : (Long) slot);
    };
  }

  private Map<Instant, NodeActivity.At> active(Span span) {
    return activity.byTime(span).stream().collect(Collectors.toMap(NodeActivity.At::ts, at -> at));
  }

  /** Begins of the newest buckets, newest first; buckets are counted from 1970. */
  private static List<Instant> buckets(Span span) {
    List<Instant> buckets = new ArrayList<>();
    long seconds = span.seconds();
    long last = Math.floorDiv(span.to().getEpochSecond() - 1, seconds) * seconds;
    for (long at = last; at + seconds > span.from().getEpochSecond()
        && buckets.size() < MOST; at -= seconds) {
      buckets.add(Instant.ofEpochSecond(at));
    }
    return buckets;
  }

  private static long sum(Map<Integer, Long> counts, List<Integer> types) {
    return types.stream().mapToLong(type -> counts.getOrDefault(type, 0L)).sum();
  }

  private static int number(Query query, String name, int otherwise, int most) {
    @Nullable
    String text = query.text(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw Problem.parameter(name, text, "a whole number from 1 to " + most).asException();
    }
    return Integer.parseInt(text);
  }

  @Schema(name = "LegacyTimeseries")
  record Timeseries(String metric, long intervalMinutes, int durationHours, List<Object> data) {}

  @Schema(name = "LegacyThroughput")
  record Throughput(Instant timestamp, long bestBlocks, long finalizedBlocks, long authoredBlocks,
      long blockAnnouncements, long workPackageEvents, long guaranteeEvents) {}

  @Schema(name = "LegacyEventPoint")
  record EventPoint(Instant timestamp, long totalEvents, long activeNodes, int eventTypes,
      double eventsPerSecond) {}

  /** @param maxSlot highest believable best slot; absent for none */
  @Schema(name = "LegacyBlockPoint")
  record BlockPoint(Instant timestamp, long blocks, long authoringNodes, @Nullable Long maxSlot) {}
}
