package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringWriter;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode SCHEMA = Vectors.schema();
  private static final Protocol TINY = new Protocol(1, 2);

  @TestFactory
  Stream<DynamicTest> every_event_has_the_json_that_schema_and_fields_imply() {
    return Vectors.lines("events.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          for (ByteStyle style : ByteStyle.values()) {
            assertThat(comparable(json(Vectors.bytes(vector), Vectors.protocol(vector), style)))
                .isEqualTo(comparable(new JsonOracle(SCHEMA, style).event(vector).toString()));
          }
        }));
  }

  @TestFactory
  Stream<DynamicTest> node_information_has_the_json_that_schema_and_fields_imply() {
    return Vectors.lines("nodeinfo.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          NodeInformation information = NodeInformation.decode(Vectors.bytes(vector));
          for (ByteStyle style : ByteStyle.values()) {
            assertThat(comparable(text(out -> EventJson.write(out, information, style))))
                .isEqualTo(comparable(new JsonOracle(SCHEMA, style).nodeInformation(vector).toString()));
          }
        }));
  }

  @Test
  void fields_stand_in_wire_order_behind_the_timestamp() {
    byte[] bytes = HexFormat.of().parseHex("40023f88792d00000d01");
    assertThat(json(bytes, TINY, ByteStyle.HEX))
        .isEqualTo("{\"SyncStatusChanged\":{\"timestamp\":50000000123456,\"synced\":true}}");
  }

  @Test
  void an_integer_of_64_bits_is_a_number_without_loss() {
    byte[] bytes = Events.encode(new MetaEvent.Dropped(-1, Long.MIN_VALUE, (1L << 53) + 1), TINY);
    assertThat(json(bytes, TINY, ByteStyle.HEX)).isEqualTo("{\"Dropped\":{\"timestamp\":18446744073709551615,"
        + "\"last_timestamp\":9223372036854775808,\"num\":9007199254740993}}");
  }

  @Test
  void an_event_that_is_not_known_keeps_its_bytes() {
    byte[] bytes = HexFormat.of().parseHex("40023f88792d0000c80102ff");
    assertThat(json(bytes, TINY, ByteStyle.HEX)).isEqualTo(
        "{\"Unknown\":{\"timestamp\":50000000123456,\"discriminator\":200,\"bytes\":\"0x0102ff\"}}");
    assertThat(json(bytes, TINY, ByteStyle.ARRAY)).isEqualTo(
        "{\"Unknown\":{\"timestamp\":50000000123456,\"discriminator\":200,\"bytes\":[1,2,255]}}");
  }

  @Test
  void what_is_no_event_leaves_the_output_untouched() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EventJson.write(out, new byte[]{1, 2, 3}, 0, 3, TINY, ByteStyle.HEX))
          .withMessageContaining("truncated");
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void a_message_may_stand_anywhere_in_a_buffer() {
    byte[] buffer = HexFormat.of().parseHex("ffff40023f88792d00000d00ff");
    assertThat(text(out -> EventJson.write(out, buffer, 2, 10, TINY, ByteStyle.HEX)))
        .isEqualTo("{\"SyncStatusChanged\":{\"timestamp\":50000000123456,\"synced\":false}}");
  }

  private static String json(byte[] bytes, Protocol protocol, ByteStyle style) {
    return text(out -> EventJson.write(out, bytes, 0, bytes.length, protocol, style));
  }

  private static String text(Consumer<JsonGenerator> write) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write.accept(out);
    }
    return text.toString();
  }

  /** As a tree of one mapper's numbers, so that two texts are compared by what they say. */
  private static JsonNode comparable(String json) {
    return JSON.readTree(json);
  }
}
