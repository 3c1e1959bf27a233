package org.jamtart.chaos.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jamtart.chaos.cluster.Http;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API says of how sessions ended, against the log. */
final class Sessions {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String apiBase;

  Sessions(String apiBase) {
    this.apiBase = apiBase;
  }

  /** Sessions that the API tells otherwise than the log, in words. */
  List<String> wrong(PlainLog log, Set<UUID> but) {
    List<String> wrong = new ArrayList<>();
    Set<String> nodes = log.sessions()
        .values()
        .stream()
        .filter(session -> !but.contains(session.id()))
        .map(LoggedSession::node)
        .collect(Collectors.toCollection(TreeSet::new));
    Map<UUID, JsonNode> told = new HashMap<>();
    nodes.forEach(node -> ofNode(node, told));
    log.sessions().values().stream().filter(session -> !but.contains(session.id())).forEach(session -> {
      JsonNode answer = told.get(session.id());
      if (answer == null) {
        wrong.add("session " + session.id() + " is not in the API");
      } else if (!isRight(session, answer, log)) {
        wrong.add("session " + session.id() + " is told as " + answer + "; its close record is "
            + session.close().orElse("absent") + ", its gateway was last heard at "
            + lastHeard(session, log));
      }
    });
    return wrong;
  }

  private static boolean isRight(LoggedSession session, JsonNode answer, PlainLog log) {
    if (answer.get("is_connected").asBoolean() || answer.get("frames").asLong() != session.count()) {
      return false;
    }
    if (session.close().isPresent()) {
      JsonNode close = JSON.readTree(session.close().get());
      return close.get("reason").asString().equals(answer.get("end_reason").asString())
          && close.get("complete").asBoolean() == answer.get("complete").asBoolean();
    }
    Instant ended = Instant.parse(answer.get("ended_at").asString());
    Instant opened = Instant.parse(answer.get("opened_at").asString());
    Instant heard = lastHeard(session, log);
    return answer.get("end_reason").asString().equals("gateway_lost") && !answer.get("complete").asBoolean()
        && (heard == null || ended.equals(heard.isAfter(opened) ? heard : opened));
  }

  private static @Nullable Instant lastHeard(LoggedSession session, PlainLog log) {
    Long micros = log.lastHeard().get(session.gateway());
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private void ofNode(String node, Map<UUID, JsonNode> into) {
    String cursor = "";
    do {
      String address = apiBase + "/api/nodes/" + node + "/sessions?limit=1000" + cursor;
      Http.Answer answer = Http.ask("GET", address, TIMEOUT);
      if (answer.status() != 200) {
        throw new AssertionError(address + " answered " + answer.status() + ": " + answer.body());
      }
      JsonNode page = JSON.readTree(answer.body());
      page.get("sessions")
          .forEach(session -> into.put(UUID.fromString(session.get("session").asString()), session));
      cursor = page.hasNonNull("next") ? "&cursor=" + page.get("next").asString() : "";
    } while (!cursor.isEmpty());
  }
}
