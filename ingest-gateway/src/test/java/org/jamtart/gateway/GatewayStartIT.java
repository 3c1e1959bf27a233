package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class GatewayStartIT {

  @Test
  void a_taken_port_stops_the_start_and_is_named(TestScope scope) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> RunningGateway.start(scope.bootstrapServers(), scope.topic(),
          "--tart.gateway.port=" + taken.getLocalPort())).rootCause().hasMessageContaining("in use");
    }
  }

  @Test
  void a_heartbeat_comes_at_start_every_five_seconds_and_at_stop(TestScope scope) {
    String topic = scope.infra().newTopic("heartbeat", 2);
    RunningGateway gateway = RunningGateway.start(scope.bootstrapServers(), topic,
        "--tart.gateway.name=gw-7");
    Await.until("a beat", Duration.ofSeconds(20),
        () -> gateway.log().all(Heartbeat.class).size() == 2);
    gateway.close();

    assertThat(gateway.log().all(Heartbeat.class)).extracting(beat -> beat.state().phase())
        .containsExactly(Phase.START, Phase.BEAT, Phase.STOP);
    assertThat(gateway.log().all(Heartbeat.class)).allSatisfy(beat -> {
      assertThat(beat.gateway().version()).isEqualTo(7);
      assertThat(beat.state().name()).isEqualTo("gw-7");
      assertThat(beat.state().startedAt()).isLessThanOrEqualTo(beat.received());
    });
  }

  @Test
  void every_metric_of_the_reference_has_its_name(TestScope scope) {
    String topic = scope.infra().newTopic("metrics", 2);
    try (RunningGateway gateway = RunningGateway.start(scope.bootstrapServers(), topic);
        var node = gateway.connect().send(Streams.named("stream/drop-in-the-middle").bytes())) {
      gateway.flushed();

      assertThat(gateway.metric("telemetry_events_received")).isEqualTo(4);
      assertThat(gateway.metric("telemetry_events_flushed")).isEqualTo(4);
      assertThat(gateway.metric("telemetry_events_dropped")).isEqualTo(5);
      assertThat(gateway.metric("telemetry_active_connections")).isEqualTo(1);
      assertThat(gateway.metric("telemetry_connections_total")).isEqualTo(1);
      assertThat(gateway.get("/metrics").body()).contains("\ntelemetry_connections_rejected ",
          "\ntelemetry_buffer_pending ", "\ntelemetry_events_rate_limited ",
          "\ntart_gateway_direct_memory_bytes ",
          "\ntart_gateway_frames_total{", "\ntart_gateway_events_total{",
          "\ntart_gateway_unacknowledged_bytes ");
      assertThat(gateway.get("/actuator/prometheus").body()).contains("\ntelemetry_events_received ");
      assertThat(node.localPort()).isPositive();
    }
  }
}
