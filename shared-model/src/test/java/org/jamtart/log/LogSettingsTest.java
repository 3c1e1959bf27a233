package org.jamtart.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogSettingsTest {

  @Test
  @SuppressWarnings("NullAway") // what a binder passes for absent keys
  void absent_keys_take_their_defaults() {
    assertThat(new LogSettings(null, null, null, 0, 0, null, 0)).isEqualTo(new LogSettings("localhost:9092",
        "tart.telemetry", "tart-persister", 24, 1, Duration.ofDays(7), -1));
  }

  @Test
  void a_wrong_value_is_named_with_its_key_and_what_is_allowed() {
    assertThatThrownBy(() -> new LogSettings("k:1", "t", "g", 10_001, 1, Duration.ofDays(1), -1))
        .hasMessage("tart.log.partitions is 10001: it must be from 1 to 10000");
    assertThatThrownBy(() -> new LogSettings("k:1", "t", "g", 1, 1, Duration.ofMinutes(1), -1))
        .hasMessage("tart.log.retention is PT1M: it must be at least 1h");
    assertThatThrownBy(() -> new LogSettings("k:1", " ", "g", 1, 1, Duration.ofDays(1), -1))
        .hasMessageContaining("tart.log.topic is empty");
  }
}
