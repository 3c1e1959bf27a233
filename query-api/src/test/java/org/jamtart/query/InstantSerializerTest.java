package org.jamtart.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InstantSerializerTest {

  private static final DateTimeFormatter ORACLE = DateTimeFormatter
      .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  @Test
  void A_time_has_six_digits_and_none_of_what_is_finer() {
    assertThat(InstantSerializer.text(Instant.parse("2026-02-03T04:05:06Z")))
        .isEqualTo("2026-02-03T04:05:06.000000Z");
    assertThat(InstantSerializer.text(Instant.parse("2026-02-03T04:05:06.000000999Z")))
        .isEqualTo("2026-02-03T04:05:06.000000Z");
    assertThat(InstantSerializer.text(Instant.parse("1969-12-31T23:59:59.999999999Z")))
        .isEqualTo("1969-12-31T23:59:59.999999Z");
  }

  @Test
  void All_times_are_written_as_a_formatter_would() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long span = 1L << random.nextInt(20, 45);
      Instant time = Instant.ofEpochSecond(random.nextLong(-span, span), random.nextInt(1_000_000_000));
      assertThat(InstantSerializer.text(time)).isEqualTo(ORACLE.format(time));
    }
  }
}
