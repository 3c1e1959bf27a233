package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NodeInformationTest {
  private static final JsonNode LAYOUTS = Vectors.schema().get("jamParameters").get("layouts");

  @TestFactory
  Stream<DynamicTest> every_vector_decodes_to_its_fields_and_encodes_to_its_bytes() {
    return Vectors.lines("nodeinfo.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          byte[] bytes = Vectors.bytes(vector);
          NodeInformation information = NodeInformation.decode(bytes);
          assertThat(information.protocol()).isEqualTo(Vectors.protocol(vector));
          assertThat(information.encode()).isEqualTo(bytes);
          Map<String, @Nullable Object> fields = new LinkedHashMap<>(VectorFields.of(information));
          assertThat(fields.remove("parameters"))
              .isEqualTo(parameters(vector.get("layout"),
                  symbol -> vector.get("fields").get("parameters").get(symbol)));
          for (Map.Entry<String, JsonNode> field : vector.get("fields").properties()) {
            if (!field.getKey().equals("layout") && !field.getKey().equals("parameters")) {
              assertThat(fields.remove(field.getKey())).isEqualTo(VectorFields.of(field.getValue()));
            }
          }
          assertThat(fields).isEmpty();
        }));
  }

  @TestFactory
  Stream<DynamicTest> the_presets_are_those_of_the_schema() {
    return Stream.of(preset("gp-0.7", "full", Gp07.full()), preset("gp-0.7", "tiny", Gp07.tiny()),
        preset("gp-0.8", "full", Gp08.full()), preset("gp-0.8", "tiny", Gp08.tiny()));
  }

  @TestFactory
  Stream<DynamicTest> a_message_cut_anywhere_is_refused() {
    return Vectors.lines("nodeinfo.jsonl")
        .stream()
        // Twelve zeros less leave these a whole message in the other layout.
        .filter(vector -> !Vectors.name(vector).matches(".*/(ambiguous-layout|min)"))
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          byte[] bytes = Vectors.bytes(vector);
          for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> NodeInformation.decode(cut));
          }
        }));
  }

  @Test
  void a_version_of_the_protocol_that_is_not_known_is_named() {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> NodeInformation.decode(new byte[]{7, 0}))
        .withMessage("NodeInformation field protocol_version at byte 0: unsupported_protocol_version, "
            + "expected 0 or 1, found 7");
  }

  @Test
  void a_problem_is_told_in_the_layout_that_the_message_names() {
    byte[] bytes = vector("nodeinfo/v1-gp-0.8-0.8.0");
    byte[] trailing = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> NodeInformation.decode(trailing))
        .satisfies(e -> assertThat(e.verdict()).isEqualTo(Verdict.TRAILING_BYTES))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(bytes.length));
  }

  @Test
  void a_network_without_cores_is_refused() {
    byte[] bytes = vector("nodeinfo/tiny-0.7.2");
    bytes[25] = 0;
    assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> NodeInformation.decode(bytes))
        .satisfies(e -> assertThat(e.field()).isEqualTo("parameters.core_count"))
        .satisfies(e -> assertThat(e.verdict()).isEqualTo(Verdict.IMPLAUSIBLE_PARAMETER));
  }

  private static DynamicTest preset(String layout, String name, JamParameters preset) {
    return DynamicTest.dynamicTest(layout + " " + name, () -> {
      for (JsonNode candidate : LAYOUTS) {
        if (candidate.get("id").asString().equals(layout)) {
          Map<String, @Nullable Object> expected = new LinkedHashMap<>();
          candidate.get("fields")
              .forEach(field -> expected.put(field.get("name").asString(), field.get(name).asString()));
          assertThat(VectorFields.of(preset)).isEqualTo(expected);
        }
      }
    });
  }

  private static Map<String, @Nullable Object> parameters(JsonNode layout,
      Function<String, JsonNode> value) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    for (JsonNode candidate : LAYOUTS) {
      if (candidate.get("id").equals(layout)) {
        for (JsonNode field : candidate.get("fields")) {
          parameters.put(field.get("name").asString(),
              value.apply(field.get("symbol").asString()).asString());
        }
      }
    }
    return parameters;
  }

  private static byte[] vector(String name) {
    return Vectors.lines("nodeinfo.jsonl")
        .stream()
        .filter(vector -> Vectors.name(vector).equals(name))
        .map(Vectors::bytes)
        .findFirst()
        .orElseThrow();
  }
}
