package org.jamtart.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a clock of its own, in nanoseconds. */
class LoopPaceTest {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private long now;
  private long worked;
  private long rested;

  private LoopPace pace(double share) {
    SelectStrategy none = (selected, hasTasks) -> SelectStrategy.SELECT;
    return new LoopPace(none, share, () -> now, () -> worked, nanos -> {
      rested += nanos;
      now += nanos;
    });
  }

  private void turn(LoopPace pace, long work, long idle) throws Exception {
    assertThat(pace.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.SELECT);
    worked += work;
    now += work + idle;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.5, 0.9})
  void a_loop_that_always_has_something_to_do_works_its_share(double share) throws Exception {
    LoopPace pace = pace(share);
    for (int turns = 0; now < 60 * SECOND; turns++) {
      turn(pace, (1 + turns % 7) * MILLI, 0);
    }
    assertThat((double) worked / now).isCloseTo(share, within(share / 100));
  }

  @Test
  void a_loop_that_has_less_to_do_than_its_share_never_rests() throws Exception {
    LoopPace pace = pace(0.1);
    for (int turns = 0; turns < 10_000; turns++) {
      turn(pace, MILLI / 10, MILLI);
    }
    assertThat(rested).isZero();
  }

  @Test
  void after_a_while_of_nothing_some_work_is_done_without_a_rest() throws Exception {
    LoopPace pace = pace(0.1);
    turn(pace, 0, SECOND);
    for (int turns = 0; turns < 10; turns++) {
      turn(pace, 2 * MILLI, 0);
    }
    assertThat(rested).isZero();
  }

  @Test
  void a_long_turn_is_not_paid_for_all_along() throws Exception {
    LoopPace pace = pace(0.1);
    turn(pace, 2 * SECOND, 0);
    turn(pace, 0, SECOND);
    turn(pace, 0, 0);
    assertThat(rested).isPositive().isLessThan(SECOND / 2);
  }
}
