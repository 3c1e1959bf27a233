package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Times;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes/{id}/sessions}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class SessionController {

  private final NodeSql nodes;
  private final SessionSql sessions;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  SessionController(NodeSql nodes, SessionSql sessions, Horizon horizon, TransactionOperations snapshot) {
    this.nodes = nodes;
    this.sessions = sessions;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeSessions", summary = "The connections of a node", description = "Newest first. Answers the question: when "
      + "was this node connected, through which gateway, and why did each connection end? Fed by the beginning and end of every "
      + "connection, the heartbeats of the gateways, the totals of every event, Dropped(0).")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in `note`", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
  @Paged
  @GetMapping("/api/nodes/{id}/sessions")
  ResponseEntity<SessionPage> sessions(@PathVariable("id") String id, Query query,
      HttpServletRequest request) {
    Bytes32 peer = NodeIds.parse("id", id);
    Limit limit = query.limit(50, 1_000);
    var filter = Fingerprint.of("sessions", peer);
    @Nullable
    Cursor after = Cursor.of(query, filter);
    List<SessionSql.Row> found = snapshot.execute(status -> {
      int node = nodes.number(peer).orElseThrow(() -> NodeController.unknown(peer));
      return sessions.page(node, horizon.moment(), after, limit.value() + 1);
    });
    boolean more = found.size() > limit.value();
    List<SessionSql.Row> rows = more ? found.subList(0, limit.value()) : found;
    @Nullable
    String next = more ? key(rows.getLast()).text(filter) : null;
    return Links.page(request,
        new SessionPage(peer.toHex(), rows.stream().map(SessionSql.Row::view).toList(), more,
            next, limit.value(), limit.note()),
        next);
  }

  private static Cursor key(SessionSql.Row row) {
    return new Cursor(Times.micros(row.view().openedAt()), row.number(), 0);
  }

  /**
   * @param hasMore whether there is another page
   * @param next    its cursor
   * @param limit   how many entries this page could have
   * @param note    what the request asked for and did not get
   */
  record SessionPage(String nodeId, List<SessionView> sessions, boolean hasMore, @Nullable String next,
      int limit,
      @Nullable String note) {}
}
