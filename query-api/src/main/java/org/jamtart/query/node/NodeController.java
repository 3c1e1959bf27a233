package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.node.NodeView.ConnectionInfo;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Times;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes} and {@code GET /api/nodes/{id}}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class NodeController {

  private static final int MOST = 2_000;

  private final NodeSql nodes;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  NodeController(NodeSql nodes, Horizon horizon, TransactionOperations snapshot) {
    this.nodes = nodes;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodes", summary = "All nodes", description = "The connected ones first (who came last first), then "
      + "the others (who was seen last first). A node that connects while a list is being paged may be missed by that walk. "
      + "Answers the question: who reports, with which software, and who is connected now? Fed by the node information of every "
      + "connection, the totals of every event, Dropped(0).")
  @Parameter(name = "connected", in = ParameterIn.QUERY, description = "Only nodes that are connected, or are not", schema = @Schema(type = "boolean"))
  @Parameter(name = "implementation", in = ParameterIn.QUERY, description = "Only nodes whose implementation has exactly this name", schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @ByteStyles.Choosable
  @Paged
  @GetMapping("/api/nodes")
  ResponseEntity<NodePage> nodes(Query query, HttpServletRequest request) {
    @Nullable
    Boolean connected = query.bool("connected");
    @Nullable
    String implementation = query.text("implementation");
    Limit limit = query.limit(MOST, MOST);
    ByteStyle style = ByteStyles.of(query);
    var filter = Fingerprint.of("nodes", String.valueOf(connected), String.valueOf(implementation));
    @Nullable
    Cursor after = Cursor.of(query, filter);
    Read read = read(connected, implementation, after, limit.value() + 1);
    boolean more = read.rows().size() > limit.value();
    List<NodeRow> rows = more ? read.rows().subList(0, limit.value()) : read.rows();
    @Nullable
    String next = more ? key(rows.getLast()).text(filter) : null;
    var page = new NodePage(rows.stream().map(row -> NodeView.of(row, style)).toList(), more, next,
        limit.value(),
        limit.note(), read.moment());
    return Links.page(request, page, next);
  }

  @Operation(operationId = "node", summary = "One node", description = "Adds the events by type and, while it is connected, the "
      + "connection. Answers the question: what has this node said so far, how much of it was readable, and how much did it drop "
      + "itself? Fed by its node information, the totals of every event, Dropped(0).")
  @ByteStyles.Choosable
  @GetMapping("/api/nodes/{id}")
  ResponseEntity<NodeView> node(@PathVariable("id") String id, Query query) {
    Bytes32 peer = NodeIds.parse("id", id);
    ByteStyle style = ByteStyles.of(query);
    NodeView view = snapshot.execute(status -> {
      Instant moment = horizon.moment();
      NodeRow row = nodes.one(peer, moment).orElseThrow(() -> unknown(peer));
      return NodeView.of(row, style, nodes.eventsByType(row.number()),
          row.open() == null ? null : ConnectionInfo.of(row.open(), moment));
    });
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(view);
  }

  /** The problem of a path that names a node which is not there. */
  static RuntimeException unknown(Bytes32 id) {
    return Problem.notFound("no node " + id.toHex() + " has ever connected").asException();
  }

  private Read read(@Nullable Boolean connected, @Nullable String implementation, @Nullable Cursor after,
      int limit) {
    return snapshot.execute(status -> {
      Instant moment = horizon.moment();
      return new Read(moment, nodes.page(moment, connected, implementation, after, limit));
    });
  }

  private static Cursor key(NodeRow row) {
    return new Cursor(row.connected() ? 1 : 0, Times.micros(row.sortTime()), row.number());
  }

  private record Read(Instant moment, List<NodeRow> rows) {}

  /**
   * @param hasMore whether there is another page
   * @param next    its cursor
   * @param limit   how many entries this page could have
   * @param note    what the request asked for and did not get
   * @param asOf    the moment at which was judged who is connected: up to it the log is stored
   */
  record NodePage(List<NodeView> nodes, boolean hasMore, @Nullable String next, int limit,
      @Nullable String note,
      Instant asOf) {}
}
