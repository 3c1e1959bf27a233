package org.jamtart.query.event;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jamtart.query.paging.Links;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/events} and {@code GET /api/nodes/{id}/events}. */
@Tag(name = "Events")
@ReadsTables
@RestController
final class EventController {

  private final EventPages pages;
  private final EventSql sql;
  private final TransactionOperations snapshot;

  EventController(EventPages pages, EventSql sql, TransactionOperations snapshot) {
    this.pages = pages;
    this.sql = sql;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "events", summary = "Events of all nodes", description = EventParameters.ABOUT
      + "Answers the question: what exactly was reported? Fed by every event.")
  @Parameter(name = "node", in = ParameterIn.QUERY, description = "Ids of nodes between commas, at most 100", schema = @Schema(type = "string"))
  @Parameter(name = "node_id", in = ParameterIn.QUERY, deprecated = true, description = "The same as `node`", schema = @Schema(type = "string"))
  @EventParameters
  @GetMapping("/api/events")
  ResponseEntity<EventPage> events(Query query, HttpServletRequest request) {
    EventParameters.Offset.refuse(query);
    EventFilter filter = EventFilter.of(query);
    EventPage page = snapshot.execute(status -> pages.page(query, filter));
    return Links.page(request, page, page.next());
  }

  @Operation(operationId = "nodeEvents", summary = "Events of one node", description = EventParameters.ABOUT
      + "Answers the question: what exactly did this node say? Fed by every event.")
  @EventParameters
  @GetMapping("/api/nodes/{id}/events")
  ResponseEntity<EventPage> nodeEvents(@PathVariable("id") String id, Query query,
      HttpServletRequest request) {
    EventParameters.Offset.refuse(query);
    Bytes32 node = NodeIds.parse("id", id);
    EventFilter filter = EventFilter.of(query, node);
    EventPage page = snapshot.execute(status -> {
      if (sql.numbers(List.of(node)).isEmpty()) {
        throw Problem.notFound("no node " + node.toHex() + " has ever connected").asException();
      }
      return pages.page(query, filter);
    });
    return Links.page(request, page, page.next());
  }
}
