package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventVectorsTest {

  @TestFactory
  Stream<DynamicTest> every_event_decodes_to_its_fields_and_encodes_to_its_bytes() {
    return Vectors.lines("events.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> {
          // Given
          byte[] bytes = Vectors.bytes(vector);
          Protocol protocol = Vectors.protocol(vector);
          // When
          Event event = Events.decode(bytes, protocol);
          // Then
          Map<String, @Nullable Object> fields = new LinkedHashMap<>(VectorFields.of(event));
          assertThat(fields.remove("timestamp")).isEqualTo(vector.get("timestamp").asString());
          assertThat(fields).isEqualTo(VectorFields.of(vector.get("fields")));
          assertThat(EventType.of(event).name()).isEqualTo(vector.get("event").asString());
          assertThat(EventType.of(event).id()).isEqualTo(vector.get("discriminator").asInt());
          assertThat(Events.encode(event, protocol)).isEqualTo(bytes);
          assertThat(Events.encodedSize(event, protocol)).isEqualTo(bytes.length);
          assertThat(Events.validate(bytes, 0, bytes.length, protocol)).isEqualTo(Verdict.EVENT);
        }));
  }
}
