package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jamtart.query.event.EventFilter;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventPages.Slice;
import org.jamtart.query.event.EventView;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.StatusEvent.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/node-stats}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class StatusReportController {

  private static final int STATUS = 10;
  private static final int MOST_NODES = 100;
  private static final int MOST = 2_000;

  private final EventPages pages;
  private final TransactionOperations snapshot;

  StatusReportController(EventPages pages, TransactionOperations snapshot) {
    this.pages = pages;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeStats", summary = "Status reports one by one", description = "As long as the events are kept, newest first. A "
      + "page has at most 2,000 and examines at most 10,000 events; the header `Link` names the next one, `Tart-Searched-To` how far the "
      + "search got when it ended before the page was full, `Tart-Complete-Since` since when events are kept when that is within the "
      + "range. For longer times there is /api/grafana/node-stats-aggregate. Answers the question: what exactly did each node say of "
      + "itself? Fed by Status(10).")
  @Parameter(name = "start", in = ParameterIn.QUERY, required = true, description = "First moment of the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "end", in = ParameterIn.QUERY, description = "First moment behind the range, RFC 3339; by default there is none", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas, at most 100", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @Paged
  @GetMapping("/api/grafana/node-stats")
  ResponseEntity<List<StatusReport>> reports(Query query, HttpServletRequest request) {
    TimeRange range = TimeRange.of(query);
    if (range.start() == null) {
      throw Problem.parameter("start", "", "given: a time in RFC 3339 with a zone").asException();
    }
    Limit limit = query.limit(MOST, MOST);
    List<Bytes32> nodes = query.list(MOST_NODES, "node")
        .stream()
        .map(id -> NodeIds.parse("node", id))
        .toList();
    EventFilter filter = EventFilter.of(nodes.isEmpty() ? null : nodes, List.of(STATUS), range);
    @Nullable
    Cursor after = Cursor.of(query, filter.fingerprint());
    record Read(Slice slice, @Nullable Instant completeSince) {}
    Read read = snapshot.execute(status -> new Read(
        pages.slice(filter, after, 0, limit.value(), ByteStyle.HEX), pages.completeSince(range)));
    var headers = new HttpHeaders();
    headers.setCacheControl("no-cache");
    if (read.slice().searchedTo() != null) {
      headers.set("Tart-Searched-To", String.valueOf(read.slice().searchedTo()));
    }
    if (read.completeSince() != null) {
      headers.set("Tart-Complete-Since", String.valueOf(read.completeSince()));
    }
    return Links.page(request,
        read.slice().events().stream().map(StatusReport::of).filter(Objects::nonNull).toList(),
        read.slice().next(), headers);
  }

  /**
   * One report.
   *
   * @param minGuarantees      fewest guarantees in the pool of one core
   * @param avgGuarantees      guarantees per core
   * @param zeroGuaranteeCores cores without a guarantee
   */
  @Schema(name = "StatusReport")
  record StatusReport(Instant timestamp, String nodeId, long numPeers, long numValPeers, long numSyncPeers,
      long numShards, BigInteger shardsSize, long numPreimages, long preimagesSize, int minGuarantees,
      int maxGuarantees, double avgGuarantees, int zeroGuaranteeCores) {

    /** Null for a report that this version cannot read. */
    static @Nullable StatusReport of(EventView event) {
      if (!(event.data().event() instanceof Status status)) {
        return null;
      }
      int[] guarantees = IntStream.range(0, status.guaranteesPerCore().length())
          .map(core -> status.guaranteesPerCore().get(core) & 0xff)
          .toArray();
      return new StatusReport(event.timestamp(), event.nodeId(), status.numPeers(),
          status.numValidatorPeers(), status.numAnnouncementPeers(), status.numShards(),
          new BigInteger(Long.toUnsignedString(status.shardsSizeBytes())), status.numPreimages(),
          status.preimagesSizeBytes(), IntStream.of(guarantees).min().orElse(0),
          IntStream.of(guarantees).max().orElse(0), IntStream.of(guarantees).average().orElse(0),
          (int) IntStream.of(guarantees).filter(count -> count == 0).count());
    }
  }
}
