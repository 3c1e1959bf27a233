package org.jamtart.chaos.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StandstillTest {

  private final Standstill standstill = new Standstill();

  @Test
  void an_idle_log_is_no_stop() {
    standstill.logEnds(Map.of(0, 10L), 0);
    standstill.tablesHave(Map.of(0, 10L), 5);

    assertThat(standstill.longest(1_000)).isEqualTo(Duration.ofNanos(5));
  }

  @Test
  void a_partition_that_waits_stands_still_although_another_goes_on() {
    standstill.logEnds(Map.of(0, 10L, 1, 10L), 0);
    standstill.tablesHave(Map.of(0, 10L, 1, 3L), 100);
    standstill.tablesHave(Map.of(0, 20L, 1, 3L), 900);

    assertThat(standstill.longest(1_000)).isEqualTo(Duration.ofNanos(900));
  }

  @Test
  void every_step_begins_the_wait_anew() {
    standstill.logEnds(Map.of(0, 100L), 0);
    standstill.tablesHave(Map.of(0, 1L), 10);
    standstill.tablesHave(Map.of(0, 2L), 40);
    standstill.tablesHave(Map.of(0, 100L), 60);

    assertThat(standstill.longest(1_000)).isEqualTo(Duration.ofNanos(30));
  }

  @Test
  void what_lasts_is_counted_from_the_moment_at_which_the_past_was_forgotten() {
    standstill.logEnds(Map.of(0, 100L), 0);
    standstill.forget(500);

    assertThat(standstill.longest(700)).isEqualTo(Duration.ofNanos(200));
  }

  @Test
  void offsets_are_reached_when_every_partition_has_them() {
    standstill.tablesHave(Map.of(0, 5L, 1, 4L), 0);

    assertThat(standstill.has(Map.of(0, 5L, 1, 4L, 2, 0L))).isTrue();
    assertThat(standstill.has(Map.of(0, 5L, 1, 5L))).isFalse();
  }
}
