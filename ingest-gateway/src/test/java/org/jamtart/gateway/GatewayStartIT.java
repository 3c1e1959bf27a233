package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.gateway.session.TelemetryServer;
import org.jamtart.log.EventNumber;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.LogSettings;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.MetricsDocument;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

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
  void a_port_that_is_taken_when_kafka_comes_late_leaves_nothing_open_and_is_told(TestScope scope)
      throws Exception {
    InetAddress own = InetAddress.getByName("127.0.0.71"); // what others open meanwhile is not there
    try (var taken = new ServerSocket(0, 1, own);
        RunningGateway other = RunningGateway.start(scope.bootstrapServers(), scope.topic())) {
      int first = freePort(own);
      GatewaySettings settings = settings(Map.of("tart.gateway.address", own.getHostAddress(),
          "tart.gateway.port", "" + first, "tart.gateway.proxy-port", "" + taken.getLocalPort()));
      Sessions sessions = other.bean(Sessions.class);
      var server = new TelemetryServer(sessions, 1 << 16, 1, 1);
      var publisher = new LogPublisher(other.bean(LogSettings.class), "late", 1 << 20, System::nanoTime);
      var ports = new GatewayPorts();
      var failed = new CountDownLatch(1);
      ports.onFailure(failed::countDown);
      var gateway = new Gateway(settings, publisher, server, sessions, ports, Clock.systemUTC());

      gateway.start(Duration.ofNanos(1)); // returns before it is clear, as a start does when Kafka is away

      assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> ports.awaitTelemetry(Duration.ofSeconds(20))).hasMessageContaining("in use");
      assertThat(gateway.phase()).isEqualTo(Gateway.Phase.FAILED);
      // The system closes it when the event loop has looked at its sockets once more.
      Await.until("the first port to be closed", Duration.ofSeconds(20), () -> isRefused(own, first));
      gateway.stop();
    }
  }

  private static GatewaySettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("tart.gateway",
        GatewaySettings.class);
  }

  private static boolean isRefused(InetAddress address, int port) {
    try (var socket = new Socket(address, port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // taken by the kernel, and reset
    }
  }

  private static int freePort(InetAddress address) throws IOException {
    try (var socket = new ServerSocket(0, 1, address)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_gateway_whose_clock_is_days_ahead_of_the_brokers_loses_nothing(TestScope scope) throws Exception {
    String topic = scope.infra().newTopic("ahead", 1);
    try (RunningGateway gateway = RunningGateway.start(scope.bootstrapServers(), topic)) {
      LogPublisher log = gateway.bean(LogPublisher.class);
      var session = new SessionRef(Fixtures.peerId(1), new UUID(0, 1), new UUID(0, 2), 1, 2);
      long then = TimeUnit.SECONDS.toMicros(Instant.now().plus(Duration.ofDays(40)).getEpochSecond());

      log.write(new LogRecord.Run(session, then, 0, EventNumber.FIRST, 1, new byte[]{0, 0, 0, 0}),
          failure -> {});
      log.settled().get(20, TimeUnit.SECONDS);

      assertThat(log.failed()).isZero();
      assertThat(gateway.log().of(Fixtures.peerId(1))).hasSize(1);
    }
  }

  @Test
  void a_heartbeat_comes_at_start_every_five_seconds_and_at_stop(TestScope scope) {
    String topic = scope.infra().newTopic("heartbeat", 2);
    RunningGateway gateway = RunningGateway.start(scope.bootstrapServers(), topic,
        "--tart.gateway.name=gw-7");
    Await.until("a beat", Duration.ofSeconds(20),
        () -> gateway.log().all(Heartbeat.class).size() >= 2);
    gateway.close();

    // On a slow machine the next one comes before the end.
    List<Phase> phases = gateway.log()
        .all(Heartbeat.class)
        .stream()
        .map(beat -> beat.state().phase())
        .toList();
    assertThat(phases).startsWith(Phase.START, Phase.BEAT).endsWith(Phase.STOP);
    assertThat(phases.subList(1, phases.size() - 1)).containsOnly(Phase.BEAT);
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
      assertThat(MetricsDocument.exposed(gateway.get("/metrics").body()))
          .isEqualTo(MetricsDocument.rows("The gateway"));
      assertThat(gateway.get("/actuator/prometheus").body()).contains("\ntelemetry_events_received ");
      assertThat(node.localPort()).isPositive();
    }
  }
}
