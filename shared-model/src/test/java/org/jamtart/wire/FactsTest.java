package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Facts compared with the first field of the right type in schema and vector. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FactsTest {
  private static final JsonNode SCHEMA = Vectors.schema();
  private static final Set<String> SUBJECTS = Set.of("header_hash", "work_package_hash", "work_report_hash",
      "erasure_root", "hash");

  /** The events that some reference of the schema may name. */
  private static final Set<Integer> NAMED = Set.of(21, 24, 40, 43, 60, 63, 64, 80, 90, 91, 105, 106, 110, 120,
      121,
      126, 140, 141, 148, 149, 162, 163, 168, 173, 174, 193, 194);

  private final Facts facts = new Facts();

  @TestFactory
  Stream<DynamicTest> every_event_has_the_facts_that_its_fields_imply() {
    return Vectors.lines("events.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          byte[] bytes = Vectors.bytes(vector);
          Facts read = new Facts();
          assertThat(read.read(bytes, 0, bytes.length, Vectors.protocol(vector))).isTrue();
          Map<String, String> expected = new TreeMap<>();
          collect(fields(vector), vector.get("fields"), expected);
          assertThat(read.slot()).isEqualTo(Long.parseLong(expected.getOrDefault("Slot", "-1")));
          assertThat(read.core()).isEqualTo(Integer.parseInt(expected.getOrDefault("CoreIndex", "-1")));
          String ref = expected.get("EventId");
          assertThat(read.hasRef()).isEqualTo(ref != null);
          assertThat(Long.toUnsignedString(read.ref())).isEqualTo(ref == null ? "0" : ref);
          String hash = expected.get("hash");
          assertThat(read.hashOffset() < 0 ? null : Bytes32.of(bytes, read.hashOffset()).toHex())
              .isEqualTo(hash);
          assertThat(read.isDropped()).isEqualTo(vector.get("discriminator").asInt() == 0);
          assertThat(Long.toUnsignedString(read.dropped()))
              .isEqualTo(vector.get("fields").path("num_dropped").asString("0"));
        }));
  }

  @Test
  void a_second_message_leaves_nothing_of_the_first() {
    Protocol tiny = new Protocol(1, 2);
    byte[] first = Events.encode(new MetaEvent.Dropped(1, 2, 3), tiny);
    byte[] second = Events.encode(new BlockAuthoringEvent.Authoring(1, 77, Bytes32.ZERO), tiny);
    assertThat(facts.read(first, 0, first.length, tiny)).isTrue();
    assertThat(facts.dropped()).isEqualTo(3);
    assertThat(facts.read(second, 0, second.length, tiny)).isTrue();
    assertThat(facts.isDropped()).isFalse();
    assertThat(facts.slot()).isEqualTo(77);
    assertThat(facts.read(second, 0, 12, tiny)).isFalse();
    assertThat(facts.slot()).isEqualTo(-1);
  }

  @Test
  void bits_beyond_the_last_core_are_odd() {
    assertThat(warning(assurance(0xff, 0x01), new Protocol(1, 9))).isNull();
    assertThat(warning(assurance(0x00, 0x02), new Protocol(1, 9))).isEqualTo(Warning.PADDING_BITS);
    assertThat(warning(assurance(0xff, 0xff), new Protocol(1, 16))).isNull();
    assertThat(warning(assurance(0x00, 0x80), new Protocol(1, 15))).isEqualTo(Warning.PADDING_BITS);
  }

  @Test
  void a_slot_an_hour_ahead_of_the_event_is_odd() {
    Protocol tiny = new Protocol(1, 2);
    long time = JamTime.startOfSlot(5_000_000);
    assertThat(warning(new StatusEvent.BestBlockChanged(time, 5_000_600, Bytes32.ZERO), tiny)).isNull();
    assertThat(warning(new StatusEvent.BestBlockChanged(time, 0, Bytes32.ZERO), tiny)).isNull();
    assertThat(warning(new StatusEvent.BestBlockChanged(time, 5_000_601, Bytes32.ZERO), tiny))
        .isEqualTo(Warning.IMPLAUSIBLE_SLOT);
    assertThat(warning(new StatusEvent.BestBlockChanged(-1, 0xffff_ffffL, Bytes32.ZERO), tiny)).isNull();
  }

  @Test
  void dropping_nothing_is_odd() {
    Protocol tiny = new Protocol(1, 2);
    assertThat(warning(new MetaEvent.Dropped(1, 2, 0), tiny)).isEqualTo(Warning.NOTHING_DROPPED);
    assertThat(warning(new MetaEvent.Dropped(1, 2, -1), tiny)).isNull();
  }

  @Test
  void the_hash_is_where_it_is_in_the_buffer() {
    Protocol tiny = new Protocol(1, 2);
    Bytes32 hash = Bytes32.ofHex("0x" + "1f".repeat(32));
    byte[] buffer = new byte[100];
    int length = Events.encode(new StatusEvent.BestBlockChanged(1, 2, hash), tiny, buffer, 11);
    assertThat(facts.read(buffer, 11, length, tiny)).isTrue();
    assertThat(Bytes32.of(buffer, facts.hashOffset())).isEqualTo(hash);
  }

  @Test
  void these_events_and_no_others_can_be_found_by_a_hash() {
    Set<Integer> withHash = new TreeSet<>();
    for (EventLayout layout : EventLayout.all()) {
      if (layout.facts().hash() >= 0) {
        withHash.add(layout.type().id());
      }
    }
    assertThat(withHash).containsExactly(11, 12, 42, 43, 62, 63, 67, 68, 93, 94, 102, 105, 112, 113, 120, 124,
        144,
        152, 160, 161, 191, 192, 193, 197, 199);
  }

  @TestFactory
  Stream<DynamicTest> a_reference_may_name_what_the_schema_says_and_nothing_else() {
    return Vectors.lines("events.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          byte[] bytes = Vectors.bytes(vector);
          Facts read = new Facts();
          assertThat(read.read(bytes, 0, bytes.length, Vectors.protocol(vector))).isTrue();
          Set<Integer> expected = new TreeSet<>();
          fields(vector).valueStream()
              .filter(field -> field.has("refs"))
              .forEach(field -> field.get("refs").valueStream().forEach(kind -> expected.add(kind.asInt())));
          Set<Integer> may = IntStream.range(0, 256)
              .filter(read::mayReferTo)
              .boxed()
              .collect(Collectors.toCollection(TreeSet::new));
          assertThat(may).isEqualTo(expected);
          assertThat(read.refersToEvent()).isEqualTo(!expected.isEmpty());
          assertThat(read.opens()).isEqualTo(NAMED.contains(vector.get("discriminator").asInt()));
        }));
  }

  @Test
  void the_services_of_an_event_are_those_that_decoding_finds() {
    Protocol full = new Protocol(1, 341);
    RandomEvents random = new RandomEvents(5, full);
    int lists = 0;
    for (int i = 0; i < 20_000; i++) {
      Event event = random.next();
      List<Long> expected = switch (event) {
        case GuaranteeingEvent.WorkPackageReceived received ->
          received.outline().workItems().stream().map(WorkItemOutline::serviceId).toList();
        case BlockAuthoringEvent.BlockExecuted executed ->
          executed.accumulated().stream().map(AccumulatedService::serviceId).toList();
        default -> List.of();
      };
      byte[] bytes = Events.encode(event, full);
      int[] found = Events.services(bytes, 0, bytes.length, full);
      assertThat(Arrays.stream(found).mapToObj(Integer::toUnsignedLong)).isEqualTo(expected);
      lists += expected.isEmpty() ? 0 : 1;
      if (!expected.isEmpty()) {
        assertThat(Events.services(bytes, 0, bytes.length - 1, full)).isEmpty();
      }
    }
    assertThat(lists).isGreaterThan(100);
  }

  private @Nullable Warning warning(Event event, Protocol protocol) {
    byte[] bytes = Events.encode(event, protocol);
    assertThat(facts.read(bytes, 0, bytes.length, protocol)).isTrue();
    return facts.warning();
  }

  private static Event assurance(int... bits) {
    byte[] bytes = new byte[bits.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) bits[i];
    }
    return new AvailabilityEvent.DistributingAssurance(1, Bytes32.ZERO, ByteString.of(bytes));
  }

  private static JsonNode fields(JsonNode vector) {
    for (JsonNode event : SCHEMA.get("events")) {
      if (event.get("name").equals(vector.get("event"))) {
        return event.has("variants") && vector.get("protocolVersion").asInt() == 1
            ? event.get("variants").get(0).get("fields")
            : event.get("fields");
      }
    }
    throw new AssertionError(vector.get("event"));
  }

  private static void collect(JsonNode fields, JsonNode values, Map<String, String> into) {
    for (JsonNode field : fields) {
      String name = field.get("name").asString();
      String type = field.get("type").asString();
      JsonNode value = values.get(name);
      if (SUBJECTS.contains(name)) {
        into.putIfAbsent("hash", value.asString());
      } else if (value.isObject() && SCHEMA.get("types").get(type).has("fields")) {
        collect(SCHEMA.get("types").get(type).get("fields"), value, into);
      } else if (!name.equals("lookup_anchor_slot") && value.isValueNode()) {
        into.putIfAbsent(type, value.asString());
      }
    }
  }
}
