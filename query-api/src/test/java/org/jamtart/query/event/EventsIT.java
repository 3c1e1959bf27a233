package org.jamtart.query.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.fixture.Rows.Event;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every list of events against the same list made in Java out of the rows that were written. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventsIT {

  private static final Instant BASE = Instant.parse("2026-11-22T23:59:50Z");
  private static final Protocol PROTOCOL = new Protocol(1, 341);
  private static final int NODES = 4;
  private static final int[] TYPES = {0, 10, 11, 12, 13, 20, 42, 48, 105, 255};
  private static final String HASH = "ab".repeat(32);
  private static final Set<Integer> FAILURES = Set.of(20);

  private final List<Event> written = new ArrayList<>();
  private final Rows rows;
  private final Api api;

  EventsIT(TestScope scope) {
    rows = new Rows(scope.database());
    rows.partitionsAround(BASE);
    for (int node = 1; node <= NODES; node++) {
      rows.node(node, BASE);
      rows.session(10L * node, node, new java.util.UUID(1, 1), BASE, BASE);
      rows.session(10L * node + 1, node, new java.util.UUID(1, 1), BASE, BASE);
    }
    var random = new Random(42);
    long[] seqs = new long[100];
    for (int i = 0; i < 1500; i++) {
      int node = 1 + random.nextInt(NODES);
      int session = 10 * node + random.nextInt(2);
      // Over midnight, so over two partitions, and with many equal times.
      Instant time = BASE.plus(random.nextInt(200) * 100_000L, ChronoUnit.MICROS);
      int type = TYPES[random.nextInt(TYPES.length)];
      long seq = seqs[session]++;
      written.add(new Event(time, session, seq, seq, time, i % 3 == 0 ? (Long) (long) (i % 20) : null, null,
          node, i % 2 == 0 ? (Integer) (i % 7) : null, type, false,
          i % 5 == 0 ? HexFormat.of().parseHex(HASH) : null, message(type, i)));
    }
    rows.events(written);
    api = Api.start(scope);
  }

  private static byte[] message(int type, int i) {
    if (type == 11) {
      byte[] event = Events.encode(new StatusEvent.BestBlockChanged(i, i, Bytes32.ofHex(HASH)), PROTOCOL);
      return Arrays.copyOf(event, event.length + i % 2); // bytes after the last field hide nothing
    }
    byte[] unknown = new byte[12];
    unknown[8] = (byte) type;
    return unknown;
  }

  static Stream<Arguments> filters() {
    List<Arguments> filters = new ArrayList<>();
    String[] nodes = {"", "node=" + id(1), "node_id=" + id(2) + "," + id(3), "node=" + id(99)};
    String[] types = {"", "type=11", "type=BestBlockChanged,42", "event_types=%7B10,12,unknown%7D",
        "type=status",
        "type=199"};
    String[] groups = {"", "group=status", "group=failures", "group=unknown,system", "group=tickets"};
    String[] ranges = {"", "start=" + BASE.plusSeconds(4), "end_time=" + BASE.plusSeconds(12),
        "start_time=" + BASE.plusSeconds(8) + "&end=" + BASE.plusMillis(12_300)};
    for (String node : nodes) {
      for (String type : types) {
        for (String group : groups) {
          for (String range : ranges) {
            filters.add(Arguments.of(Stream.of(node, type, group, range).filter(s -> !s.isEmpty()).toList()));
          }
        }
      }
    }
    for (String node : nodes) {
      for (String type : types) {
        for (String beyond : List.of("core=3", "core=%7B1,4%7D", "slot=6", "hash=0x" + HASH,
            "hash=" + "0".repeat(64))) {
          filters.add(Arguments.of(Stream.of(node, type, beyond).filter(s -> !s.isEmpty()).toList()));
        }
      }
    }
    return filters.stream();
  }

  @ParameterizedTest
  @MethodSource("filters")
  void Every_combination_of_filters_finds_what_it_should(List<String> filter) {
    List<Event> expected = written.stream().filter(oracle(filter)).sorted(NEWEST_FIRST).toList();
    List<String> found = new ArrayList<>();
    walk("/api/events", filter, 400, page -> page.forEach(event -> found.add(name(event))));
    assertThat(found).containsExactlyElementsOf(expected.stream().map(EventsIT::name).toList());
  }

  @ParameterizedTest
  @MethodSource("limits")
  void Every_size_of_page_gives_the_same_list(int limit) {
    List<Event> expected = written.stream()
        .filter(oracle(List.of("group=status")))
        .sorted(NEWEST_FIRST)
        .toList();
    List<String> found = new ArrayList<>();
    walk("/api/events", List.of("group=status"), limit, page -> {
      assertThat(page.size()).isLessThanOrEqualTo(limit);
      page.forEach(event -> found.add(name(event)));
    });
    assertThat(found).containsExactlyElementsOf(expected.stream().map(EventsIT::name).toList());
  }

  static int[] limits() {
    return new int[]{7, 50, 399, 1000};
  }

  @Test
  void Has_more_is_exact_when_the_list_ends_with_the_page() {
    List<Event> ofNode = written.stream().filter(oracle(List.of("node=" + id(1), "type=42"))).toList();
    String path = "/api/nodes/" + id(1) + "/events?type=42&limit=";
    assertThat(api.json(path + ofNode.size()).get("has_more").booleanValue()).isFalse();
    assertThat(api.json(path + ofNode.size()).has("next")).isFalse();
    assertThat(api.json(path + (ofNode.size() - 1)).get("has_more").booleanValue()).isTrue();
    assertThat(api.json(path + (ofNode.size() + 1)).get("has_more").booleanValue()).isFalse();
  }

  @Test
  void A_row_has_what_the_node_said() {
    Event expected = written.stream()
        .filter(oracle(List.of("type=11")))
        .sorted(NEWEST_FIRST)
        .findFirst()
        .orElseThrow();
    JsonNode row = api.json("/api/events?type=11&limit=1").get("events").get(0);
    assertThat(row.get("node_id").stringValue()).isEqualTo(id(expected.node()));
    assertThat(row.get("event_id").longValue()).isEqualTo(expected.seq());
    assertThat(row.has("event_id_known")).isFalse();
    assertThat(row.get("event_type").intValue()).isEqualTo(11);
    assertThat(row.get("event_name").stringValue()).isEqualTo("BestBlockChanged");
    assertThat(row.get("group").stringValue()).isEqualTo("status");
    assertThat(row.get("category").stringValue()).isEqualTo("status");
    assertThat(row.get("timestamp").stringValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(Instant.parse(row.get("timestamp").stringValue())).isEqualTo(expected.time());
    assertThat(row.get("created_at")).isEqualTo(row.get("received_at"));
    assertThat(row.get("node_name").stringValue()).isEqualTo("fixture-node");
    assertThat(row.get("node_version").stringValue()).isEqualTo("1.2.3");
    assertThat(row.get("session").stringValue())
        .isEqualTo(new java.util.UUID(7, expected.session()).toString());
    assertThat(row.get("seq").longValue()).isEqualTo(expected.seq());
    assertThat(row.has("implausible")).isFalse();
    JsonNode data = row.get("data").get("BestBlockChanged");
    assertThat(data.get("hash").stringValue()).isEqualTo("0x" + HASH);
    JsonNode array = api.json("/api/events?type=11&limit=1&bytes=array").get("events").get(0).get("data");
    assertThat(array.get("BestBlockChanged").get("hash")).hasSize(32);
    assertThat(array.get("BestBlockChanged").get("hash").get(0).intValue()).isEqualTo(0xab);
  }

  @Test
  void Every_row_shows_its_fields_whether_or_not_bytes_follow_the_last_one() {
    JsonNode events = api.json("/api/events?type=11&limit=200").get("events");
    assertThat(events).hasSizeGreaterThan(50)
        .allSatisfy(row -> assertThat(row.get("data").get("BestBlockChanged").get("hash").stringValue())
            .isEqualTo("0x" + HASH));
  }

  @Test
  void An_unknown_type_is_shown_with_its_bytes_and_an_undecodable_one_fails_nothing() {
    JsonNode unknown = api.json("/api/events?type=48&limit=1").get("events").get(0);
    assertThat(unknown.get("event_name").stringValue()).isEqualTo("Unknown");
    assertThat(unknown.get("group").stringValue()).isEqualTo("unknown");
    assertThat(unknown.get("data").get("Unknown").get("discriminator").intValue()).isEqualTo(48);
    assertThat(unknown.get("data").get("Unknown").get("bytes").stringValue()).isEqualTo("0x000000");
    JsonNode bad = api.json("/api/events?type=42&limit=1").get("events").get(0);
    assertThat(bad.get("data").has("Undecodable")).isTrue();
  }

  @Test
  void A_page_by_offset_is_the_same_as_one_by_cursor_and_the_last_one_knows_the_total() {
    String filter = "?start=" + BASE.plusSeconds(2) + "&event_types=status,42&core=3";
    List<String> expected = written.stream()
        .filter(oracle(List.of("type=status", "start=" + BASE.plusSeconds(2), "core=3"))
            .or(oracle(List.of("type=42", "start=" + BASE.plusSeconds(2), "core=3"))))
        .sorted(NEWEST_FIRST)
        .map(EventsIT::name)
        .toList();
    List<String> found = new ArrayList<>();
    for (int offset = 0; offset < expected.size(); offset += 10) {
      JsonNode page = api.json("/api/grafana/events" + filter + "&limit=10&offset=" + offset);
      page.get("events").forEach(event -> found.add(name(event)));
      JsonNode pagination = page.get("pagination");
      boolean last = offset + 10 >= expected.size();
      assertThat(pagination.get("offset").intValue()).isEqualTo(offset);
      assertThat(pagination.get("has_more").booleanValue()).isEqualTo(!last);
      assertThat(pagination.has("total")).isEqualTo(last);
      if (last) {
        assertThat(pagination.get("total").intValue()).isEqualTo(expected.size());
      }
    }
    assertThat(found).isNotEmpty().containsExactlyElementsOf(expected);
    JsonNode first = api.json("/api/grafana/events" + filter + "&limit=10");
    JsonNode second = api
        .json("/api/grafana/events" + filter + "&limit=10&cursor=" + first.get("next").stringValue());
    assertThat(name(second.get("events").get(0))).isEqualTo(expected.get(10));
    assertThat(api.json("/api/grafana/events" + filter + "&offset=5000").get("events")).isEmpty();
    JsonNode row = first.get("events").get(0);
    assertThat(Instant.parse(row.get("ts").stringValue())).isAfterOrEqualTo(BASE);
    assertThat(row.get("created_at").isString()).isTrue();
    assertThat(row.get("node_id").stringValue()).hasSize(64);
    assertThat(row.get("data").isObject()).isTrue();
  }

  @Test
  void What_a_page_of_a_range_cannot_have_is_refused() {
    String start = "?start=" + BASE;
    assertThat(api.get("/api/grafana/events").json().get("parameter").stringValue()).isEqualTo("start");
    for (String wrong : List.of("&offset=-1", "&offset=9501", "&offset=x", "&limit=0", "&wp_hash=12",
        "&core=x",
        "&event_types=Nonsense", "&end=" + BASE)) {
      assertThat(api.get("/api/grafana/events" + start + wrong).status()).as(wrong).isEqualTo(400);
    }
    JsonNode cut = api.json("/api/grafana/events" + start + "&limit=5000");
    assertThat(cut.get("pagination").get("limit").intValue()).isEqualTo(2_000);
    assertThat(cut.get("note").stringValue()).contains("2000");
    assertThat(cut.get("pagination").get("total").intValue()).isEqualTo(cut.get("events").size());
    assertThat(api.json("/api/grafana/events?start=2026-11-30T00:00:00Z")
        .get("pagination")
        .get("total")
        .intValue()).isZero();
  }

  @Test
  void A_node_that_never_came_is_404_by_path_and_empty_as_a_filter() {
    assertThat(api.get("/api/nodes/" + id(99) + "/events").status()).isEqualTo(404);
    assertThat(api.json("/api/events?node=" + id(99)).get("events")).isEmpty();
  }

  @Test
  void The_answer_says_since_when_it_is_complete() {
    JsonNode all = api.json("/api/events?limit=1");
    assertThat(all.get("complete_since").stringValue()).isEqualTo("2026-11-21T00:00:00.000000Z");
    JsonNode later = api.json("/api/events?limit=1&start=2026-11-22T00:00:00Z&end=2026-11-23T00:00:00Z");
    assertThat(later.has("complete_since")).isFalse();
    assertThat(later.get("range").get("start").stringValue()).isEqualTo("2026-11-22T00:00:00.000000Z");
    assertThat(later.get("range").get("end").stringValue()).isEqualTo("2026-11-23T00:00:00.000000Z");
  }

  private void walk(String path, List<String> filter, int limit,
      java.util.function.Consumer<JsonNode> pages) {
    @Nullable
    String cursor = null;
    do {
      List<String> query = new ArrayList<>(filter);
      query.add("limit=" + limit);
      if (cursor != null) {
        query.add("cursor=" + cursor);
      }
      JsonNode page = api.json(path + "?" + String.join("&", query));
      pages.accept(page.get("events"));
      assertThat(page.get("has_more").booleanValue()).isEqualTo(page.has("next"));
      cursor = page.has("next") ? page.get("next").stringValue() : null;
    } while (cursor != null);
  }

  private static Predicate<Event> oracle(List<String> filter) {
    return event -> filter.stream()
        .allMatch(part -> matches(event, part.split("=", 2)[0], part.split("=", 2)[1]));
  }

  private static boolean matches(Event event, String name, String value) {
    return switch (name) {
      case "node", "node_id" -> List.of(value.split(",", -1)).contains(id(event.node()));
      case "type" -> switch (value) {
        case "11" -> event.type() == 11;
        case "42" -> event.type() == 42;
        case "BestBlockChanged,42" -> event.type() == 11 || event.type() == 42;
        case "status" -> event.type() >= 10 && event.type() <= 13;
        default -> event.type() == 199;
      };
      case "core" -> event.core() != null
          && (value.equals("3") ? Set.of(3) : Set.of(1, 4)).contains(event.core());
      case "slot" -> event.slot() != null && event.slot() == 6;
      case "hash" -> event.hash() != null && value.startsWith("0x");
      case "event_types" -> Set.of(10, 12, 48, 255).contains(event.type());
      case "group" -> switch (value) {
        case "status" -> event.type() >= 10 && event.type() <= 13;
        case "failures" -> FAILURES.contains(event.type());
        case "unknown,system" -> Set.of(0, 48, 255).contains(event.type());
        default -> event.type() >= 80 && event.type() <= 84;
      };
      default -> range(event.time(), name, value);
    };
  }

  private static boolean range(Instant time, String name, String value) {
    if (value.contains("&end=")) {
      String[] ends = value.split("&end=", 2);
      return !time.isBefore(Instant.parse(ends[0])) && time.isBefore(Instant.parse(ends[1]));
    }
    return name.startsWith("start")
        ? !time.isBefore(Instant.parse(value))
        : time.isBefore(Instant.parse(value));
  }

  private static final Comparator<Event> NEWEST_FIRST = Comparator.comparing(Event::time)
      .thenComparing(Event::session)
      .thenComparing(Event::seq)
      .reversed();

  private static String name(Event event) {
    return new java.util.UUID(7, event.session()) + "/" + event.seq() + "/" + event.type();
  }

  private static String name(JsonNode event) {
    return event.get("session").stringValue() + "/" + event.get("seq").asString() + "/"
        + event.get("event_type").asString();
  }

  private static String id(int node) {
    return Fixtures.peerId(node).toHex();
  }

  @Test
  void Numbers_of_64_bits_arrive_whole() {
    // A type of its own, on a day of its own, so that the lists of the other tests do not have it.
    Instant time = Instant.parse("2026-11-21T12:00:00Z");
    rows.events(List.of(
        new Event(time, 10, 1_000_000, -2L, time, 4_294_967_295L, Long.MIN_VALUE, 1, 65_535, 90, true,
            HexFormat.of().parseHex(HASH), message(90, 0)),
        new Event(time, 10, 1_000_001, null, time, null, null, 1, null, 90, false, null, message(90, 0))));
    JsonNode events = api.json("/api/events?type=90").get("events");
    JsonNode known = events.get(1);
    assertThat(known.get("event_id").bigIntegerValue()).isEqualTo(new BigInteger("18446744073709551614"));
    assertThat(known.get("slot").longValue()).isEqualTo(4_294_967_295L);
    assertThat(known.get("ref").bigIntegerValue()).isEqualTo(BigInteger.TWO.pow(63));
    assertThat(known.get("core").intValue()).isEqualTo(65_535);
    assertThat(known.get("hash").stringValue()).isEqualTo("0x" + HASH);
    assertThat(known.get("implausible").booleanValue()).isTrue();
    JsonNode unknown = events.get(0);
    assertThat(unknown.get("event_id").bigIntegerValue()).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(unknown.get("event_id_known").booleanValue()).isFalse();
    rows.execute("delete from event where type = 90");
  }

  @Test
  void Any_number_of_events_may_have_one_time() {
    Instant time = Instant.parse("2026-11-21T13:00:00Z");
    List<Event> tied = new ArrayList<>();
    for (int i = 0; i < 25_000; i++) {
      tied.add(Event.of(time, 10 + i % 2, 2_000_000 + i, 1, i % 1000 == 0 ? 93 : 91, message(91, 0)));
    }
    tied.add(Event.of(time.minusMillis(1), 10, 3_000_000, 1, 91, message(91, 0)));
    tied.add(Event.of(time.plusMillis(1), 10, 3_000_001, 1, 93, message(91, 0)));
    rows.events(tied);
    for (List<String> filter : List.of(List.of("type=91"), List.of("type=93", "node=" + id(1)),
        List.of("type=91,93"))) {
      List<String> found = new ArrayList<>();
      walk("/api/events", filter, 1000, page -> page.forEach(event -> found.add(name(event))));
      assertThat(found).containsExactlyElementsOf(tied.stream()
          .filter(event -> filter.contains("type=91")
              ? event.type() == 91
              : !filter.contains("type=93") || event.type() == 93)
          .sorted(NEWEST_FIRST)
          .map(EventsIT::name)
          .toList());
    }
    rows.execute("delete from event where type in (91, 93)");
  }

  @Test
  void A_page_is_bounded_in_bytes_whatever_the_events_weigh() {
    Instant time = Instant.parse("2026-11-21T14:00:00Z");
    List<Event> heavy = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] message = new byte[i % 3 == 0 ? 12 : 256 << 10];
      message[8] = 97;
      heavy.add(Event.of(time.plusMillis(i), 10, 4_000_000 + i, 1, 97, message));
    }
    rows.events(heavy);
    List<String> found = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    walk("/api/events", List.of("type=97"), 1000, page -> {
      sizes.add(page.toString().length());
      page.forEach(event -> found.add(name(event)));
    });
    assertThat(found).containsExactlyElementsOf(
        heavy.stream().sorted(NEWEST_FIRST).map(EventsIT::name).toList());
    // 40 messages of 256 KiB: 16 to a page of 4 MiB, twice as long in hexadecimal digits.
    assertThat(sizes).hasSize(3).allMatch(size -> size < 9 << 20);
    JsonNode cut = api.json("/api/events?type=97&limit=1000");
    assertThat(cut.get("note").stringValue()).contains("4 MiB");
    assertThat(cut.has("searched_to")).isFalse();
    rows.execute("delete from event where type = 97");
  }
}
