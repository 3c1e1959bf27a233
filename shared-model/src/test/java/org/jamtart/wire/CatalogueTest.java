package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Nothing is missing: the catalogue of events is that of the schema. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CatalogueTest {
  private static final JsonNode SCHEMA = Vectors.schema();

  @Test
  void there_are_115_events_in_13_groups() {
    assertThat(EventType.all()).hasSize(115).hasSize(SCHEMA.get("eventCount").asInt());
    assertThat(EventType.all().stream().map(EventType::group).distinct()).hasSize(13);
    assertThat(EventType.all()).isSortedAccordingTo(Comparator.comparingInt(EventType::id));
  }

  @TestFactory
  Stream<DynamicTest> every_event_of_the_schema_is_there() {
    return SCHEMA.get("events")
        .valueStream()
        .map(event -> DynamicTest.dynamicTest(Vectors.name(event), () -> {
          EventType type = Objects.requireNonNull(EventType.of(event.get("id").asInt()));
          assertThat(type.name()).isEqualTo(Vectors.name(event));
          assertThat(type.group().key()).isEqualTo(event.get("jamtartGroup").asString());
          assertThat(type.failure()).isEqualTo(event.get("jamtartFailureGroup").asBoolean());
          assertThat(EventType.named(type.name())).isSameAs(type);
          for (int version : List.of(0, 1)) {
            JsonNode fields = event.has("variants") && version == 1
                ? event.get("variants").get(0).get("fields")
                : event.get("fields");
            checkFields(Objects.requireNonNull(EventLayout.of(version, type.id())), fields);
          }
        }));
  }

  @TestFactory
  Stream<DynamicTest> fixed_sizes_and_smallest_sizes_are_those_of_the_schema() {
    return SCHEMA.get("events")
        .valueStream()
        .map(event -> DynamicTest.dynamicTest(Vectors.name(event), () -> {
          EventLayout layout = Objects.requireNonNull(EventLayout.of(0, event.get("id").asInt()));
          JsonNode size = event.get("contentBytes");
          int least = 1 + smallest(layout.struct());
          assertThat(least).isEqualTo(size.get("min").asInt());
          assertThat(layout.struct().extent().exact())
              .isEqualTo(size.get("min").asInt() == size.get("max").asInt());
        }));
  }

  @Test
  void failures_are_a_group_across_the_others() {
    assertThat(EventGroup.typesOf("failures")).extracting(EventType::id)
        .containsExactly(20, 22, 25, 41, 44, 46, 65, 81, 83, 92, 93, 99, 107, 111, 113, 122, 127, 130, 142,
            150, 164,
            169, 171, 175, 190, 195, 199);
    assertThat(EventGroup.typesOf("assurances")).extracting(EventType::id)
        .containsExactly(126, 127, 128, 129, 130, 131);
    assertThat(EventGroup.typesOf("unknown")).isEmpty();
    assertThat(EventGroup.typesOf("Assurances")).isNull();
  }

  @Test
  void what_is_not_known_is_in_the_group_unknown() {
    assertThat(EventType.of(200)).isNull();
    assertThat(EventType.of(-1)).isNull();
    assertThat(EventType.of(256)).isNull();
    assertThat(EventType.named("Unknown")).isNull();
    assertThat(EventGroup.of(200)).isEqualTo(EventGroup.UNKNOWN);
    assertThat(EventGroup.of(14)).isEqualTo(EventGroup.UNKNOWN);
    assertThat(EventGroup.ofKey("wp_pipeline")).isEqualTo(EventGroup.WP_PIPELINE);
    assertThat(EventGroup.ofKey("failures")).isNull();
  }

  private static int smallest(Layout.Struct struct) {
    int bytes = 0;
    for (Layout.Field field : struct.fields()) {
      bytes += field.layout() instanceof Layout.Struct nested
          ? smallest(nested)
          : field.layout().extent().bytes(341);
    }
    return bytes;
  }

  private static void checkFields(EventLayout layout, JsonNode fields) {
    RecordComponent[] components = layout.struct().type().getRecordComponents();
    assertThat(layout.struct().fields().subList(1, layout.struct().fields().size()))
        .extracting(Layout.Field::name)
        .isEqualTo(fields.valueStream().map(Vectors::name).toList());
    for (int i = 0; i < fields.size(); i++) {
      AnnotatedType type = components[i + 1].getAnnotatedType();
      Ref ref = type.getAnnotation(Ref.class);
      assertThat(ref == null ? null : list(ref.value())).isEqualTo(refs(fields.get(i)));
    }
  }

  private static List<Integer> list(int[] values) {
    List<Integer> list = new ArrayList<>();
    for (int value : values) {
      list.add(value);
    }
    return list;
  }

  private static @Nullable List<Integer> refs(JsonNode field) {
    return field.has("refs") ? field.get("refs").valueStream().map(JsonNode::asInt).toList() : null;
  }
}
