package org.jamtart.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class QuerySettingsTest {

  @Test
  void A_value_that_cannot_be_names_its_key_and_what_is_allowed() {
    Duration second = Duration.ofSeconds(1);
    assertThat(new QuerySettings(second, second, second, List.of()).flushTimeout()).isEqualTo(second);
    assertThatThrownBy(() -> new QuerySettings(Duration.ofSeconds(61), second, second, List.of()))
        .hasMessage("tart.query.flush-timeout is 61000ms: it must be from 1ms to 60000ms");
    assertThatThrownBy(() -> new QuerySettings(second, Duration.ZERO, second, List.of()))
        .hasMessage("tart.query.log-interval is 0ms: it must be from 100ms to 10000ms");
  }
}
