package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GatewaySettingsTest {

  private static GatewaySettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("tart.gateway",
        GatewaySettings.class);
  }

  @Test
  void a_share_of_the_machine_is_spread_over_the_event_loops() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(bind(Map.of()).shareOfLoop()).isEqualTo(1);
    assertThat(bind(Map.of("tart.gateway.processor-share", "0.1", "tart.gateway.threads", "1")).shareOfLoop())
        .isEqualTo(0.1 * processors);
    assertThat(bind(Map.of("tart.gateway.processor-share", "0.1", "tart.gateway.threads", "4")).shareOfLoop())
        .isEqualTo(0.1 * processors / 4);
  }

  @Test
  void everything_has_a_default() {
    GatewaySettings settings = bind(Map.of());

    assertThat(settings.port()).isEqualTo(9000);
    assertThat(settings.proxyPort()).isNull();
    assertThat(settings.name()).isNotBlank();
    assertThat(settings.threads()).isBetween(1, 8);
    assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.limits().connections()).isEqualTo(10_000);
    assertThat(settings.session().frame().toBytes()).isEqualTo(262_144);
    assertThat(settings.session().idle()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.unacknowledged().total().toMegabytes()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      port, 65536, from 0 to 65535
      proxy-port, -1, from 0 to 65535
      threads, 1000, from 0 to 256
      processor-share, 0, from 0.01 to 1
      receive-buffer, 1KB, from 4KB to 16MB
      drain-timeout, 1h, from 100ms to 10m
      acknowledge-within, 1ms, from 1s to 1h
      limits.connections, 0, from 1 to 1000000
      limits.per-address, 0, from 1 to 1000000
      limits.per-node, 0, from 1 to 1000000
      limits.events-per-second, -1, from 0 to 1000000
      session.node-information, 1023B, from 1024B to 65536B
      session.frame, 1GB, from 1024B to 524288B
      session.idle, 1ms, from PT0.1S to PT24H
      session.malformed-per-minute, -1, 0 (no limit) or more
      unacknowledged.per-connection, 511KB, at least twice tart.gateway.session.frame
      unacknowledged.total, 2KB, from the value of tart.gateway.unacknowledged.per-connection
      """)
  void a_wrong_value_is_refused_with_its_key_its_value_and_what_is_allowed(String key, String value,
      String allowed) {
    assertThatThrownBy(() -> bind(Map.of("tart.gateway." + key, value))).rootCause()
        .hasMessageContaining("tart.gateway." + key + " is ")
        .hasMessageContaining(allowed);
  }
}
