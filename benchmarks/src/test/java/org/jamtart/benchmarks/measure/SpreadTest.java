package org.jamtart.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void the_median_of_an_odd_number_is_the_middle_one() {
    assertThat(Spread.of(9, 1, 4)).isEqualTo(new Spread(4, 1, 9, 3));
  }

  @Test
  void the_median_of_an_even_number_is_between_the_middle_two() {
    assertThat(Spread.of(8, 1, 2, 4)).isEqualTo(new Spread(3, 1, 8, 4));
  }

  @Test
  void nothing_measured_has_no_median() {
    assertThatThrownBy(Spread::of).hasMessageContaining("nothing was measured");
  }

  @Test
  void a_percentile_is_the_least_value_that_so_many_do_not_exceed() {
    double[] oneToHundred = java.util.stream.IntStream.rangeClosed(1, 100)
        .mapToDouble(i -> 101 - i)
        .toArray();

    assertThat(Spread.percentile(0.5, oneToHundred)).isEqualTo(50);
    assertThat(Spread.percentile(0.99, oneToHundred)).isEqualTo(99);
    assertThat(Spread.percentile(1, oneToHundred)).isEqualTo(100);
    assertThat(Spread.percentile(0, oneToHundred)).isEqualTo(1);
  }
}
