package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.node.ClockSql.Delays;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Parameters.Ranged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes/clock}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class ClockController {

  private static final int MOST = 2_000;
  private static final int WINDOW_SECONDS = 3_600;

  private final ClockSql clocks;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  ClockController(ClockSql clocks, Horizon horizon, TransactionOperations snapshot) {
    this.clocks = clocks;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeClocks", summary = "How far the nodes' clocks are off", description = "Nothing arrives before it is sent: "
      + "the shortest time that any event of a node took by the two clocks is the way of the fastest event, less what the node's clock "
      + "is ahead. So `offset_ms` (above 0: the node's clock is ahead of the gateway's) is at least what is said, and off by the "
      + "fastest way at most; `relative_offset_ms` is the same less the median of all nodes, which takes out a wrong clock of the "
      + "gateway's host. Both are absent for a node whose times could not be believed at all (more than an hour ahead, a day behind). "
      + "Over events received in the range, by tens of minutes; by default the last hour. Answers the question: how far is each "
      + "node's clock off? Fed by the time of every event and that of its receipt.")
  @Ranged
  @Paged
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @GetMapping("/api/nodes/clock")
  ResponseEntity<ClockPage> clocks(Query query, HttpServletRequest request) {
    TimeRange asked = TimeRange.of(query);
    Limit limit = query.limit(MOST, MOST);
    Fingerprint filter = Fingerprint.of("clock", asked.key());
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Instant now = horizon.moment();
    Instant end = asked.end() == null ? now : asked.end();
    Instant start = asked.start() == null ? end.minusSeconds(WINDOW_SECONDS) : asked.start();
    List<Delays> all = snapshot.execute(status -> clocks.delays(start, end));
    double median = median(all.stream().filter(ClockController::isKnown).mapToLong(Delays::least).toArray());
    List<Delays> behind = all.stream()
        .filter(each -> after == null || each.number() > after.first())
        .toList();
    boolean more = behind.size() > limit.value();
    List<Delays> page = more ? behind.subList(0, limit.value()) : behind;
    @Nullable
    String next = more ? new Cursor(page.getLast().number(), 0, 0).text(filter) : null;
    return Links.page(request,
        new ClockPage(page.stream().map(each -> NodeClock.of(each, median)).toList(), start,
            end, more, next, limit.note(), now),
        next);
  }

  static boolean isKnown(Delays delays) {
    return delays.least() <= delays.most();
  }

  private static double median(long[] values) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
  }

  /** @param asOf the moment up to which the log was stored */
  @Schema(name = "ClockPage")
  record ClockPage(List<NodeClock> nodes, Instant start, Instant end, boolean hasMore, @Nullable String next,
      @Nullable String note, Instant asOf) {}

  /**
   * @param offsetMs         how far the node's clock is ahead of the gateway's, at least
   * @param relativeOffsetMs the same against the median of all nodes
   * @param delayMinMs       shortest delay, negative where the clock is ahead
   * @param delayMaxMs       longest delay, that of events which waited in the node included
   * @param implausible      whether there were events whose time could not be believed
   */
  @Schema(name = "NodeClock")
  record NodeClock(String nodeId, @Nullable Double offsetMs, @Nullable Double relativeOffsetMs,
      @Nullable Double delayMinMs, @Nullable Double delayMaxMs, boolean implausible) {

    private static final double MICROS = 1_000.0;

    static NodeClock of(Delays delays, double median) {
      String id = delays.node().toHex();
      return isKnown(delays)
          ? new NodeClock(id, -delays.least() / MICROS, (median - delays.least()) / MICROS,
              delays.least() / MICROS, delays.most() / MICROS, delays.implausible())
          : new NodeClock(id, null, null, null, null, delays.implausible());
    }
  }
}
