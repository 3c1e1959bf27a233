package org.jamtart.query.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jamtart.log.LogSettings;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogWatchTest {

  @Test
  void An_exception_that_nobody_expected_is_a_failure_like_the_others_and_no_end_of_looking() {
    var settings = new LogSettings("localhost:1", "topic", "group", 1, 1, Duration.ofDays(1), 0);
    try (var watch = new LogWatch(settings, () -> {
      throw new IllegalStateException("unexpected");
    })) {
      watch.refresh();
      assertThat(watch.failure()).isEqualTo("unexpected");
      assertThat(watch.view()).isNull();
    }
  }
}
