package org.jamtart.simulator.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong clock = new AtomicLong(-7_000);

  @Test
  void story_time_passes_with_the_clock_times_the_speed() {
    var pace = new Pace(clock::get, 2.5);
    clock.addAndGet(4_000_000_000L);
    assertThat(pace.storyTime()).isEqualTo(10_000_000);
    assertThat(pace.nanosUntil(10_000_000)).isEqualTo(pace.elapsed());
  }

  @Test
  void flat_out_everything_is_due_at_once_and_over_after_its_own_length() {
    var pace = new Pace(clock::get, Pace.FLAT_OUT);
    assertThat(pace.storyTime()).isEqualTo(Long.MAX_VALUE);
    assertThat(pace.nanosUntil(3)).isEqualTo(3_000);
  }

  @Test
  void pauses_double_up_to_fifty_times_and_begin_anew_after_a_good_connection() {
    var backOff = new BackOff(Duration.ofNanos(10));
    assertThat(new long[]{backOff.next(), backOff.next(), backOff.next(), backOff.next(), backOff.next(),
        backOff.next(), backOff.next()}).containsExactly(10, 20, 40, 80, 160, 320, 500);
    backOff.reset();
    assertThat(backOff.next()).isEqualTo(10);
  }
}
