package org.jamtart.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void the_value_that_was_waited_for_is_returned() {
    AtomicInteger count = new AtomicInteger();

    int value = Await.value("five", Duration.ofSeconds(10), count::incrementAndGet, n -> n == 5);

    assertThat(value).isEqualTo(5);
    assertThat(count).hasValue(5);
  }

  @Test
  void a_condition_that_holds_is_asked_once_even_without_time() {
    AtomicInteger asked = new AtomicInteger();

    Await.until("nothing", Duration.ZERO, () -> asked.incrementAndGet() > 0);

    assertThat(asked).hasValue(1);
  }

  @Test
  void a_failure_says_what_was_waited_for_and_shows_the_last_value() {
    assertThatThrownBy(() -> Await.value("three rows", Duration.ofMillis(20), () -> 2, n -> n == 3))
        .isInstanceOf(AssertionError.class)
        .hasMessage("waited 20 ms for three rows; last value: 2");
  }

  @Test
  void what_the_source_throws_ends_the_wait() {
    IOException thrown = new IOException("gone");

    assertThatThrownBy(() -> Await.value("a file", Duration.ofSeconds(10), () -> {
      throw thrown;
    }, value -> true)).isInstanceOf(AssertionError.class)
        .hasMessage("while waiting for a file")
        .hasCause(thrown);
  }
}
