package org.jamtart.query.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jamtart.query.QuerySettings;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.ByteStyles;
import org.jamtart.query.request.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/ws}: what is wrong with a request is answered before it becomes a socket. */
@Tag(name = "Live")
@RestController
final class SocketController {

  private static final String PATH = "/api/ws";

  private final SocketParts parts;
  private final QuerySettings settings;

  SocketController(SocketParts parts, QuerySettings settings) {
    this.parts = parts;
    this.settings = settings;
  }

  @Operation(operationId = "socket", summary = "A WebSocket of live events", description = "Text messages, JSON objects with `type`, `data` "
      + "and `timestamp`. After `connected` and `stats`, events of all nodes come, each in a message `event`, or up to 500 in a "
      + "message `batch` for who asks for it (here or in `Subscribe`). A client sends `Subscribe` with a `filter` (All, Node, Nodes, "
      + "EventType, EventTypes, EventTypeRange, Group, Groups, Core, Cores, Hash, Hashes, And, Or), optionally `batch`, `bytes` and "
      + "`from` (a position to go on from); `Unsubscribe`, `GetRecentEvents`, `Ping`, `SubscribeMetrics`, `UnsubscribeMetrics`. What "
      + "cannot be done is answered with `error`. `lag` tells a client that was too slow how many events it `missed` and from which "
      + "position it can `resume`. The server pings; who does not answer is disconnected. Answers the question: what is being "
      + "reported right now? Fed by every event.", responses = @ApiResponse(responseCode = "101", description = "It is a socket now", content = @Content))
  @Parameter(name = "batch", in = ParameterIn.QUERY, description = "Events in messages `batch`", schema = @Schema(type = "boolean", defaultValue = "false"))
  @ByteStyles.Choosable
  @GetMapping(PATH)
  void socket(Query query, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    var look = new Look(query.isTrue("batch") ? Look.Form.SOCKET_BATCH : Look.Form.SOCKET_EVENTS,
        ByteStyles.of(query));
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      response.setHeader("Upgrade", "websocket");
      throw Problem.of("upgrade-required", "This is a WebSocket", HttpStatus.UPGRADE_REQUIRED,
          "the request must ask for an upgrade to a WebSocket").asException();
    }
    checkOrigin(request.getHeader("Origin"), request.getHeader("Host"));
    if (parts.tail().now() == null) {
      throw Feed.unavailable();
    }
    parts.clients().enter();
    var endpoint = new SocketEndpoint(parts, look);
    try {
      var container = (ServerContainer) request.getServletContext()
          .getAttribute(ServerContainer.class.getName());
      container.upgradeHttpToWebSocket(request, response, config(endpoint), Map.of());
    } finally {
      if (response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS.value()) {
        endpoint.leave();
      }
    }
  }

  private static ServerEndpointConfig config(SocketEndpoint endpoint) {
    return ServerEndpointConfig.Builder.create(SocketEndpoint.class, PATH)
        .configurator(new ServerEndpointConfig.Configurator() {
          @Override
          public boolean checkOrigin(@Nullable String origin) {
            return true; // it has been checked
          }

          @Override
          public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
          }
        })
        .build();
  }

  /** Browsers connect sockets across origins without asking: only pages that may read the API may. */
  private void checkOrigin(@Nullable String origin, @Nullable String host) {
    if (origin == null || settings.corsOrigins().contains("*") || settings.corsOrigins().contains(origin)) {
      return;
    }
    String authority;
    try {
      authority = URI.create(origin).getAuthority();
    } catch (IllegalArgumentException e) {
      authority = null;
    }
    if (authority == null || !authority.equals(host)) {
      throw Problem.of("forbidden-origin", "The page may not read the API", HttpStatus.FORBIDDEN,
          "pages of " + origin + " are not among tart.query.cors-origins").asException();
    }
  }
}
