package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NaturalTest {

  @TestFactory
  Stream<DynamicTest> every_natural_has_exactly_one_encoding() {
    return Vectors.lines("naturals.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest("hex " + vector.get("hex").asString(), () -> {
          byte[] bytes = Vectors.bytes(vector);
          int checked = Natural.check(bytes, 0, bytes.length);
          if (!vector.get("valid").asBoolean()) {
            assertThat(Verdict.ofFailure(checked).key()).isEqualTo(vector.get("errorClass").asString());
            return;
          }
          long value = Long.parseUnsignedLong(vector.get("value").asString());
          assertThat(checked).isEqualTo(bytes.length);
          assertThat(Natural.read(bytes, 0)).isEqualTo(value);
          assertThat(written(value)).isEqualTo(HexFormat.of().formatHex(bytes));
        }));
  }

  @Test
  void numbers_of_any_width_come_back() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      byte[] bytes = new byte[12];
      int size = Natural.write(value, bytes, 2) - 2;
      assertThat(Natural.check(bytes, 2, 2 + size)).isEqualTo(size);
      assertThat(Natural.read(bytes, 2)).isEqualTo(value);
      assertThat(Natural.check(bytes, 2, 1 + size)).isEqualTo(Verdict.TRUNCATED.asFailure());
    }
  }

  private static String written(long value) {
    byte[] bytes = new byte[Natural.MAX_BYTES];
    int size = Natural.write(value, bytes, 0);
    assertThat(size).isEqualTo(Natural.size(value));
    return HexFormat.of().formatHex(bytes, 0, size);
  }
}
