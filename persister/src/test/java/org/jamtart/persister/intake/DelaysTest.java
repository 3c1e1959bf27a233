package org.jamtart.persister.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelaysTest {

  @Test
  void each_wait_is_twice_the_one_before_up_to_the_longest() {
    var delays = new Delays(Duration.ofMillis(500));
    assertThat(delays.next()).isEqualTo(Duration.ofMillis(100));
    assertThat(delays.next()).isEqualTo(Duration.ofMillis(200));
    assertThat(delays.next()).isEqualTo(Duration.ofMillis(400));
    assertThat(delays.next()).isEqualTo(Duration.ofMillis(500));
    assertThat(delays.next()).isEqualTo(Duration.ofMillis(500));
    delays.reset();
    assertThat(delays.next()).isEqualTo(Duration.ofMillis(100));
  }
}
