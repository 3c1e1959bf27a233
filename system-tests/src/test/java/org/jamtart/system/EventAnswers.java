package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.SessionAccount;
import tools.jackson.databind.JsonNode;

/** Every field of the events in lists, against the bytes that the nodes of a simulated network sent. */
final class EventAnswers {

  private static final long JCE = 1_735_732_800_000_000L;
  private static final int FEW = 20;
  private static final int MANY = 500;
  private static final int RECENT_GUARANTEES = 50;
  private static final Set<Integer> GUARANTEES = Set.of(105, 112, 113);
  private static final String ARRAYS = "&bytes=array";

  private final Api api;
  private final String since;
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, List<Sent>> byKey = new HashMap<>();

  EventAnswers(Api api, Account account, Instant start) {
    this.api = api;
    this.since = "start=" + start.minusSeconds(60);
    account.sessions().forEach(this::read);
    sent.forEach(each -> byKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each));
  }

  /**
   * @param version of the connection's telemetry protocol
   * @param time    Unix microseconds
   */
  private record Sent(String node, int version, int cores, long time, int type, byte[] message) {

    String key() {
      return EventAnswers.key(time, node, type);
    }

    JsonNode data(boolean arrays) {
      return Described.event(message, version, cores, arrays);
    }
  }

  private void read(SessionAccount session) {
    List<byte[]> messages = Said.messages(session);
    byte[] introduction = messages.getFirst();
    int cores = ByteBuffer.wrap(introduction).order(ByteOrder.LITTLE_ENDIAN).getShort(1 + 24) & 0xffff;
    for (byte[] message : messages.subList(1, messages.size())) {
      long time = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong() + JCE;
      sent.add(
          new Sent(session.node().toHex(), introduction[0], cores, time, message[8] & 0xff, message));
    }
  }

  private static String key(long time, String node, int type) {
    return time + " " + node + " " + type;
  }

  void compare() {
    Set<Integer> types = new TreeSet<>(sent.stream().map(Sent::type).toList());
    assertThat(types).as("types of the story").hasSizeGreaterThan(80);
    for (int type : types) {
      Predicate<Sent> ofType = it -> it.type == type;
      String page = "event_types=" + type + "&limit=" + FEW;
      newest("/api/events?" + page, "events", ofType, FEW);
      newest("/api/events/search?" + page, "events", ofType, FEW);
      newest("/api/grafana/events?" + since + ARRAYS + "&" + page, "events", ofType, FEW);
    }
    String node = sent.getFirst().node;
    for (String list : List.of("/events", "/timeline")) {
      newest("/api/nodes/" + node + list + "?limit=" + MANY, "events", it -> it.node.equals(node), MANY);
    }
    newest("/api/guarantees", "recent", it -> GUARANTEES.contains(it.type), RECENT_GUARANTEES);
    slot();
    workPackage();
  }

  /** The page that a list begins with: as many as it may have of the newest, each with all that was sent of it. */
  private void newest(String path, String list, Predicate<Sent> which, int limit) {
    JsonNode page = api.get(path);
    assertThat(same(path, page.get(list), page)).as(path)
        .isEqualTo(sent.stream()
            .filter(which)
            .map(Sent::time)
            .sorted(Comparator.reverseOrder())
            .limit(limit)
            .toList());
  }

  /**
   * Compares events with what was sent, field by field.
   *
   * @param about names the node where the events do not
   * @return the times of the events
   */
  private List<Long> same(String path, JsonNode events, JsonNode about) {
    Map<String, List<JsonNode>> answered = new TreeMap<>();
    List<Long> times = new ArrayList<>();
    for (JsonNode event : events) {
      long time = Api.micros(event.get(event.has("ts") ? "ts" : "timestamp"));
      times.add(time);
      JsonNode node = (event.has("node_id") ? event : about).get("node_id");
      answered.computeIfAbsent(key(time, node.asString(), event.get("event_type").asInt()),
          absent -> new ArrayList<>()).add(event.get("data"));
      if (event.has("event_name")) {
        assertThat(event.get("data").propertyNames()).as(path)
            .containsExactly(event.get("event_name").asString());
      }
    }
    answered.forEach((key, data) -> {
      List<JsonNode> expected = byKey.getOrDefault(key, List.of())
          .stream()
          .map(it -> it.data(path.contains(ARRAYS)))
          .toList();
      assertThat(expected).as("%s: %s", path, key).containsAll(data);
      assertThat(data).as("%s: none twice of %s", path, key).hasSizeLessThanOrEqualTo(expected.size());
    });
    return times;
  }

  /** What was said of the slot of some block. */
  private void slot() {
    Sent best = sent.stream().filter(it -> it.type == 11).findFirst().orElseThrow();
    String path = "/api/slots/" + best.data(false).get("BestBlockChanged").get("slot").asLong()
        + "?include_events=true";
    int events = 0;
    for (JsonNode node : api.get(path).get("events_by_node")) {
      events += same(path, node.get("events"), node).size();
    }
    assertThat(events).as(path).isGreaterThan(FEW);
  }

  /** The stories of some packages. */
  private void workPackage() {
    Set<Integer> types = new TreeSet<>();
    sent.stream()
        .filter(it -> it.type == 94)
        .map(it -> it.data(false).get("WorkPackageReceived").get("outline").get("work_package_hash"))
        .distinct()
        .limit(5)
        .forEach(hash -> {
          String path = "/api/grafana/wp/" + hash.asString().substring(2);
          JsonNode events = api.get(path).get("events");
          same(path, events, events);
          events.forEach(event -> types.add(event.get("event_type").asInt()));
        });
    assertThat(types).as("of packages").contains(90, 91, 94, 95, 101, 102, 105);
  }
}
