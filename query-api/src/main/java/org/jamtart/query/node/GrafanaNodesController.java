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
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Parameters.Paged;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.Times;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/grafana/nodes}: the nodes as an array. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class GrafanaNodesController {

  private static final int MOST = 2_000;

  private final NodeSql nodes;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  GrafanaNodesController(NodeSql nodes, Horizon horizon, TransactionOperations snapshot) {
    this.nodes = nodes;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "grafanaNodes", summary = "All nodes, as an array", description = "The connected ones first. A page has at most "
      + "2,000; the header `Link` names the next one. Answers the question: who reports, and with which software? Fed by the node "
      + "information of every connection, the totals of every event.")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page", schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "2000"))
  @ByteStyles.Choosable
  @Paged
  @GetMapping("/api/grafana/nodes")
  ResponseEntity<List<GrafanaNode>> nodes(Query query, HttpServletRequest request) {
    ByteStyle style = ByteStyles.of(query);
    Limit limit = query.limit(MOST, MOST);
    Fingerprint filter = Fingerprint.of("grafana/nodes");
    @Nullable
    Cursor after = Cursor.of(query, filter);
    List<NodeRow> found = snapshot
        .execute(status -> nodes.page(horizon.moment(), null, null, after, limit.value() + 1));
    boolean more = found.size() > limit.value();
    List<NodeRow> rows = more ? found.subList(0, limit.value()) : found;
    @Nullable
    String next = more ? key(rows.getLast()).text(filter) : null;
    return Links.page(request, rows.stream().map(row -> GrafanaNode.of(row, style)).toList(), next);
  }

  private static Cursor key(NodeRow row) {
    return new Cursor(row.connected() ? 1 : 0, Times.micros(row.sortTime()), row.number());
  }

  /** @param totalEventCount events of all its connections */
  @Schema(name = "GrafanaNode")
  record GrafanaNode(String nodeId, String peerId, String implementationName, String implementationVersion,
      @Schema(implementation = Object.class, types = "object", description = "The node information message") @Nullable NodeInfo nodeInfo,
      Instant connectedAt, @Nullable Instant disconnectedAt, Instant lastSeenAt, boolean isConnected,
      BigInteger totalEventCount, @Nullable String address) {

    static GrafanaNode of(NodeRow row, ByteStyle style) {
      NodeView view = NodeView.of(row, style);
      return new GrafanaNode(view.nodeId(), view.peerId(), view.implementationName(),
          view.implementationVersion(), view.nodeInfo(), view.connectedAt(), view.disconnectedAt(),
          view.lastSeenAt(), view.isConnected(), view.eventCount(), view.address());
    }
  }
}
