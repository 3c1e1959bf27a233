package org.jamtart.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DurationsTest {

  @Test
  void Percentiles_are_off_by_a_thirty_second_at_most_however_the_durations_were_cut_and_packed() {
    var random = new SplittableRandom(7);
    long[] micros = random.longs(5_000, 0, 40)
        .map(power -> random.nextLong(1L << (power % 37 + 1)))
        .toArray();
    var parts = new Durations[]{new Durations(), new Durations(), new Durations()};
    for (long each : micros) {
      parts[random.nextInt(parts.length)].add(each);
    }
    var all = new Durations();
    for (Durations part : parts) {
      all.add(part.pack());
    }
    Arrays.sort(micros);
    assertThat(all.size()).isEqualTo(micros.length);
    for (double share : new double[]{0, 0.01, 0.25, 0.5, 0.75, 0.95, 0.99, 1}) {
      double place = share * (micros.length - 1);
      double exact = Math.min(86_400_000, micros[(int) place] / 1_000.0);
      double next = Math.min(86_400_000, micros[(int) Math.ceil(place)] / 1_000.0);
      assertThat(Objects.requireNonNull(all.millis(share))).isBetween(exact - exact / 32 - 0.26,
          next + next / 32 + 0.26);
    }
  }

  @Test
  void One_duration_is_its_own_percentile_and_none_has_none() {
    var one = new Durations();
    assertThat(one.millis(0.5)).isNull();
    assertThat(one.pack()).isEmpty();
    one.add(-5);
    assertThat(one.millis(0.95)).isCloseTo(0, within(0.25));
    var later = new Durations();
    later.add(1_234_000);
    assertThat(later.millis(0.5)).isCloseTo(1_234, within(1_234 / 32.0));
  }
}
