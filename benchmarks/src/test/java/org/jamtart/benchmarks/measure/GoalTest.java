package org.jamtart.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {

  private static final Spread BEFORE = new Spread(10, 8, 12, 5);

  @Test
  void a_rate_regresses_when_its_best_is_below_the_worst_of_before() {
    var goal = new Goal.AtLeast(1);

    assertThat(goal.isRegression(new Spread(6, 5, 7, 5), BEFORE)).isTrue();
    assertThat(goal.isRegression(new Spread(6, 5, 9, 5), BEFORE)).isFalse();
    assertThat(goal.isRegression(new Spread(20, 18, 22, 5), BEFORE)).isFalse();
  }

  @Test
  void a_time_regresses_when_its_best_is_above_the_worst_of_before() {
    var goal = new Goal.AtMost(1);

    assertThat(goal.isRegression(new Spread(14, 13, 20, 5), BEFORE)).isTrue();
    assertThat(goal.isRegression(new Spread(14, 11, 20, 5), BEFORE)).isFalse();
    assertThat(goal.isRegression(new Spread(3, 2, 4, 5), BEFORE)).isFalse();
  }

  @Test
  void a_goal_is_reached_by_the_median_on_its_side_of_the_bound() {
    assertThat(new Goal.AtLeast(0.8).reachedBy(0.8)).isTrue();
    assertThat(new Goal.AtLeast(0.8).reachedBy(0.79)).isFalse();
    assertThat(new Goal.AtMost(25).reachedBy(25)).isTrue();
    assertThat(new Goal.AtMost(25).reachedBy(26)).isFalse();
    assertThat(new Goal.Told().reachedBy(0)).isTrue();
  }
}
