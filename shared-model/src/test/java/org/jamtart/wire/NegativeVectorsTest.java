package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NegativeVectorsTest {

  @TestFactory
  Stream<DynamicTest> what_is_no_event_is_refused_for_the_reason_given() {
    return vectors("event", vector -> {
      byte[] bytes = Vectors.bytes(vector);
      Protocol protocol = Vectors.protocol(vector);
      Verdict verdict = Events.validate(bytes, 0, bytes.length, protocol);
      if (isAccepted(vector)) {
        assertThat(verdict).isEqualTo(Verdict.EVENT);
        assertThat(Events.encode(Events.decode(bytes, protocol), protocol)).isEqualTo(bytes);
        Facts facts = new Facts();
        facts.read(bytes, 0, bytes.length, protocol);
        assertThat(facts.warning()).extracting(Warning::key).isEqualTo(vector.get("errorClass").asString());
        return;
      }
      assertThat(verdict.key()).isEqualTo(vector.get("errorClass").asString());
      assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Events.decode(bytes, protocol))
          .satisfies(e -> assertThat(e.verdict()).isEqualTo(verdict))
          .satisfies(e -> assertThat(e.discriminator()).isEqualTo(bytes.length < 9 ? -1 : bytes[8] & 0xff));
    });
  }

  @TestFactory
  Stream<DynamicTest> what_is_no_node_information_is_refused_for_the_reason_given() {
    return vectors("nodeInformation", vector -> {
      byte[] bytes = Vectors.bytes(vector);
      if (isAccepted(vector)) {
        assertThat(NodeInformation.decode(bytes).encode()).isEqualTo(bytes);
        return;
      }
      assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> NodeInformation.decode(bytes))
          .satisfies(e -> assertThat(e.verdict().key()).isEqualTo(vector.get("errorClass").asString()));
    });
  }

  private static boolean isAccepted(JsonNode vector) {
    return vector.get("verdict").asString().startsWith("accept");
  }

  private static Stream<DynamicTest> vectors(String layer, ThrowingConsumer test) {
    return Vectors.lines("negative.jsonl")
        .stream()
        .filter(vector -> vector.get("layer").asString().equals(layer))
        .map(vector -> DynamicTest.dynamicTest(Vectors.name(vector), () -> test.accept(vector)));
  }

  private interface ThrowingConsumer {
    void accept(JsonNode vector) throws Exception;
  }
}
