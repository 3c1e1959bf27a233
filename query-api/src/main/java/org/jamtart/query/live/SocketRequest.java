package org.jamtart.query.live;

import java.util.List;
import org.jamtart.query.live.SocketClient.Subscription;
import org.jamtart.query.problem.Problem;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a socket client asks for. */
sealed interface SocketRequest {

  /** Wants no event. */
  LiveFilter NOTHING = new LiveFilter.Or(List.of());

  /** Most events that {@code GetRecentEvents} answers with. */
  int MOST_RECENT = 1_000;

  /**
   * Other events from now on, or from a position.
   *
   * @param shown the filter as the client wrote it
   */
  record Subscribe(Subscription subscription, JsonNode shown) implements SocketRequest {}

  /** No events. */
  record Unsubscribe() implements SocketRequest {}

  /** Events of the past that are remembered. */
  record RecentEvents(int limit) implements SocketRequest {}

  /** A reply. */
  record Ping() implements SocketRequest {}

  /** Figures every so often. */
  record SubscribeMetrics(long intervalMillis) implements SocketRequest {}

  /** No more figures. */
  record UnsubscribeMetrics() implements SocketRequest {}

  /**
   * Reads one.
   *
   * @param look how the client's events look so far
   * @throws org.jamtart.query.problem.ProblemException when it is none
   */
  static SocketRequest parse(JsonMapper mapper, String text, Look look) {
    JsonNode json;
    try {
      json = mapper.readTree(text);
    } catch (JacksonException e) {
      throw Problem.of("invalid-message", "The message is not JSON", HttpStatus.BAD_REQUEST,
          "the message is not JSON: " + e.getOriginalMessage()).asException();
    }
    String type = json == null ? "" : json.path("type").asString("");
    return switch (type) {
      case "Subscribe" -> new Subscribe(new Subscription(SocketFilter.parse(json.get("filter")),
          look(json, look), from(json.get("from"))), json.get("filter"));
      case "Unsubscribe" -> new Unsubscribe();
      case "GetRecentEvents" -> new RecentEvents(
          (int) number(json, "limit", MOST_RECENT, 1, MOST_RECENT));
      case "Ping" -> new Ping();
      case "SubscribeMetrics" -> new SubscribeMetrics(number(json, "interval_ms", 1_000, 500, 10_000));
      case "UnsubscribeMetrics" -> new UnsubscribeMetrics();
      default ->
        throw Problem.parameter("type", type, "one of Subscribe, Unsubscribe, GetRecentEvents, Ping, "
            + "SubscribeMetrics, UnsubscribeMetrics").asException();
    };
  }

  /** What is answered when a client goes on from where it cannot. */
  static Problem badPosition(Exception why) {
    return Problem.parameter("from", "…", "the position of a message of this log, but it is "
        + why.getMessage());
  }

  private static Look look(JsonNode json, Look before) {
    JsonNode batch = json.path("batch");
    Look.Form form = batch.isMissingNode()
        ? before.form()
        : batch.asBoolean(false) ? Look.Form.SOCKET_BATCH : Look.Form.SOCKET_EVENTS;
    String bytes = json.path("bytes").asString("");
    return new Look(form, switch (bytes) {
      case "" -> before.bytes();
      case "hex" -> ByteStyle.HEX;
      case "array" -> ByteStyle.ARRAY;
      default -> throw Problem.parameter("bytes", bytes, "one of hex, array").asException();
    });
  }

  private static @Nullable StreamPosition from(@Nullable JsonNode json) {
    if (json == null || json.isNull()) {
      return null;
    }
    try {
      return StreamPosition.parse(json.asString(""));
    } catch (IllegalArgumentException e) {
      throw badPosition(e).asException();
    }
  }

  /** Another number than there may be is brought into the range, which the reply says. */
  private static long number(JsonNode json, String key, long otherwise, long least, long most) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.asLong(0) < 0) {
      throw Problem.parameter(key, value.toString(), "a whole number from " + least + " to " + most)
          .asException();
    }
    return Math.clamp(value.asLong(0), least, most);
  }
}
