package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PersisterSettingsTest {

  private static PersisterSettings bind(String key, String value) {
    var source = new MapConfigurationPropertySource();
    source.put("tart.persister." + key, value);
    return new Binder(source).bindOrCreate("tart.persister", PersisterSettings.class);
  }

  @Test
  void what_is_left_out_has_a_default() {
    PersisterSettings settings = bind("concurrency", "3");
    assertThat(settings.concurrency()).isEqualTo(3);
    assertThat(settings.maxEventsPerTransaction()).isEqualTo(65_536);
    assertThat(settings.partitionSize()).isEqualTo(Duration.ofHours(6));
    assertThat(settings.eventRetention()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.instanceId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"concurrency,0", "concurrency,65", "max-events-per-transaction,0",
      "max-bytes-per-transaction,1KB",
      "partition-size,7h", "partition-size,2d", "partition-size,1s", "event-retention,59m",
      "quarantine-retention,0s",
      "maintenance-interval,0s", "lag-interval,1ms", "retry-max-delay,2m", "start-timeout,0s"})
  void a_wrong_value_is_refused_by_its_key(String key, String value) {
    assertThatThrownBy(() -> bind(key, value)).rootCause()
        .hasMessageContaining("tart.persister." + key + " is ")
        .hasMessageContaining("it must be ");
  }
}
