package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JamTimeTest {
  private static final long RECEIVED = 1_795_377_600_000_000L;
  private static final long HOUR = 3_600_000_000L;

  @TestFactory
  Stream<DynamicTest> every_timestamp_has_its_instant_and_slot() {
    return Vectors.lines("timestamps.jsonl")
        .stream()
        .map(vector -> DynamicTest.dynamicTest(vector.get("jceMicros").asString(), () -> {
          long jce = Long.parseUnsignedLong(vector.get("jceMicros").asString());
          BigInteger unix = new BigInteger(vector.get("unixMicros").asString());
          assertThat(JamTime.toUnixMicros(jce))
              .isEqualTo(unix.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
          if (vector.get("utc").isString()) {
            Instant instant = Instant.parse(vector.get("utc").asString());
            assertThat(JamTime.toInstant(jce)).isEqualTo(instant);
            assertThat(JamTime.fromInstant(instant)).isEqualTo(jce);
            assertThat(JamTime.fromUnixMicros(unix.longValueExact())).isEqualTo(jce);
          }
          if (vector.has("slot") && vector.get("slot").isNumber()) {
            long slot = vector.get("slot").asLong();
            assertThat(JamTime.slotOf(jce)).isEqualTo(slot);
            assertThat(JamTime.slotOf(JamTime.startOfSlot(slot))).isEqualTo(slot);
          }
        }));
  }

  @Test
  void the_last_time_of_all_is_an_instant_too() {
    assertThat(JamTime.toInstant(-1)).isAfter(Instant.parse("+586578-12-31T00:00:00Z"));
    assertThat(JamTime.slotOf(-1)).isEqualTo(3_074_457_345_618L);
  }

  @Test
  void a_time_before_the_era_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JamTime.fromUnixMicros(JamTime.EPOCH_UNIX_MICROS - 1))
        .withMessageContaining("before the JAM Common Era");
  }

  @Test
  void a_time_is_believed_from_a_day_before_its_receipt_to_an_hour_after() {
    believed(-24 * HOUR, true);
    believed(-24 * HOUR - 1, false);
    believed(0, true);
    believed(HOUR, true);
    believed(HOUR + 1, false);
  }

  @Test
  void impossible_times_become_that_of_the_receipt() {
    for (long jce : new long[]{0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(JamTime.isImplausible(jce, RECEIVED)).isTrue();
      assertThat(JamTime.rowTimeMicros(jce, RECEIVED)).isEqualTo(RECEIVED);
    }
  }

  private static void believed(long difference, boolean believed) {
    long jce = JamTime.fromUnixMicros(RECEIVED + difference);
    assertThat(JamTime.isImplausible(jce, RECEIVED)).isEqualTo(!believed);
    assertThat(JamTime.rowTimeMicros(jce, RECEIVED)).isEqualTo(believed ? RECEIVED + difference : RECEIVED);
  }
}
