package org.jamtart.query.stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.Standing;
import org.jamtart.query.node.NodeSql;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/streams}. */
@Tag(name = "System")
@ReadsTables
@RestController
final class StreamController {

  private final StreamSql streams;
  private final NodeSql nodes;
  private final Horizon horizon;
  private final InstantSource clock;
  private final TransactionOperations snapshot;

  StreamController(StreamSql streams, NodeSql nodes, Horizon horizon, InstantSource clock,
      TransactionOperations snapshot) {
    this.streams = streams;
    this.nodes = nodes;
    this.horizon = horizon;
    this.clock = clock;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "streams", summary = "What became of everything that was sent", description = "For each node, in the order in which "
      + "they first came, and for all: every message that was received is an event that was written, an event that was past its "
      + "retention, or a malformed message, with its bytes or only counted. Figures are over all time; rows that retention has dropped "
      + "since count as written. Answers the question: is anything lost, and does it all add up? Fed by every message, Dropped(0).")
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Id of a node", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
  @Paged
  @GetMapping("/api/streams")
  ResponseEntity<StreamPage> streams(Query query, HttpServletRequest request) {
    Limit limit = query.limit(100, 1_000);
    @Nullable
    String id = query.text("node");
    @Nullable
    Bytes32 peer = id == null ? null : NodeIds.parse("node", id);
    var filter = Fingerprint.of("streams", String.valueOf(peer));
    @Nullable
    Cursor after = Cursor.of(query, filter);
    StreamPage page = snapshot.execute(status -> page(peer, after, limit, filter));
    return Links.page(request, page, page.next());
  }

  private StreamPage page(@Nullable Bytes32 peer, @Nullable Cursor after, Limit limit, Fingerprint filter) {
    Standing standing = horizon.standing();
    @Nullable
    Integer node = peer == null
        ? null
        : nodes.number(peer)
            .orElseThrow(
                () -> Problem.notFound("no node " + peer.toHex() + " has ever connected").asException());
    StreamSql.Total total = streams.total(clock.instant());
    List<StreamSql.Row> found = streams.page(node, after == null ? 0 : (int) after.first(),
        limit.value() + 1);
    boolean more = found.size() > limit.value();
    List<StreamSql.Row> rows = more ? found.subList(0, limit.value()) : found;
    @Nullable
    String next = more ? new Cursor(rows.getLast().number(), 0, 0).text(filter) : null;
    return new StreamPage(total.wrong() == 0 && total.withGaps() == 0, Total.of(total), Lag.of(standing),
        rows.stream().map(StreamSql.Row::view).toList(), more, next, limit.value(), limit.note(),
        standing.moment());
  }

  /**
   * @param addsUp  whether all of it does, of every node
   * @param total   of all nodes
   * @param lag     how far the tables are behind the log
   * @param hasMore whether there is another page
   * @param next    its cursor
   * @param limit   how many entries this page could have
   * @param note    what the request asked for and did not get
   * @param asOf    up to when the log is stored
   */
  @Schema(name = "StreamPage")
  record StreamPage(boolean addsUp, Total total, Lag lag, List<StreamView> streams, boolean hasMore,
      @Nullable String next, int limit, @Nullable String note, Instant asOf) {}

  /**
   * The figures of all nodes, each the sum of the same figure of theirs.
   *
   * @param wrong nodes whose figures do not add up
   */
  @Schema(name = "StreamTotal")
  record Total(long nodes, BigInteger sessions, BigInteger received, BigInteger stored, BigInteger expired,
      BigInteger quarantined, BigInteger beyondQuota, BigInteger malformed, BigInteger unknown,
      BigInteger dropped, BigInteger duplicates, BigInteger gaps, long wrong) {

    static Total of(StreamSql.Total total) {
      return new Total(total.nodes(), total.sessions(), total.received(), total.stored(), total.expired(),
          total.quarantined(), total.beyond(), total.quarantined().add(total.beyond()), total.unknown(),
          total.dropped(), total.duplicates(), total.missing(), total.wrong());
    }
  }

  /**
   * @param records in the log and not in the tables; absent when Kafka has not answered yet
   * @param seconds how long ago the tables had all that the log had
   */
  @Schema(name = "StreamLag")
  record Lag(@Nullable Long records, @Nullable Double seconds) {

    static Lag of(Standing standing) {
      var view = standing.view();
      return view == null
          ? new Lag(null, null)
          : new Lag(standing.lag(), Duration.between(standing.moment(), view.takenAt()).toMillis() / 1000.0);
    }
  }
}
