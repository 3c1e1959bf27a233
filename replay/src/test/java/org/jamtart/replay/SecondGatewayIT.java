package org.jamtart.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jamtart.gateway.GatewayApplication;
import org.jamtart.gateway.GatewayPorts;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.server.ServerReplay;
import org.jamtart.replay.server.Target;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.story.Network;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A simulated network talks to one gateway; its log is played to another, whose log says the same. */
@TartTest
class SecondGatewayIT {

  @Test
  void a_second_log_holds_the_same_sessions_byte_for_byte(TestScope scope) throws Exception {
    var first = new ReplayLog(scope, scope.topic());
    var second = new ReplayLog(scope, scope.infra().newTopic("second-gateway", 2));
    Instant begin = Instant.now().minusSeconds(60);
    try (var gateway = gateway(first);
        var simulation = Simulation.start(
            Story.of(new StoryConfig(8, 50, 1, Network.TINY, 2, begin, Duration.ofSeconds(10), Duration.ZERO))
                .startingAt(Instant.now()),
            SendingConfig.to("127.0.0.1", port(gateway)).withSpeed(0))) {
      assertThat(simulation.awaitEnd(Duration.ofSeconds(60))).isTrue();
      flush(gateway);
    }
    try (var gateway = gateway(second)) {
      RangePlan plan = RangePlan.of(first.settings,
          new LogRange(begin, Instant.now().plusSeconds(60), Set.of()));
      var replay = new ServerReplay(first.settings, plan, new Target("127.0.0.1", port(gateway)), 0);
      replay.run();
      flush(gateway);
      assertThat(replay.counters().broken() + replay.counters().unopened() + replay.counters().joined())
          .isZero();
      assertThat(replay.counters().frames()).isGreaterThan(1000);
    }
    assertThat(sessions(second)).hasSizeGreaterThanOrEqualTo(8)
        .containsExactlyInAnyOrderElementsOf(sessions(first));
  }

  /** All that each session said, its introduction first. */
  private static List<ByteBuffer> sessions(ReplayLog log) {
    var sessions = new LinkedHashMap<UUID, ByteArrayOutputStream>();
    log.read().forEach(raw -> {
      switch (LogCodec.decode(raw)) {
        case Open open -> sessions
            .computeIfAbsent(open.session().session(), uuid -> new ByteArrayOutputStream())
            .writeBytes(open.nodeInformation());
        case Run run -> sessions
            .computeIfAbsent(run.session().session(), uuid -> new ByteArrayOutputStream())
            .writeBytes(run.frames());
        default -> {
          // says nothing of a node's
        }
      }
    });
    List<ByteBuffer> said = new ArrayList<>();
    sessions.values().forEach(bytes -> said.add(ByteBuffer.wrap(bytes.toByteArray())));
    return said;
  }

  private static ConfigurableApplicationContext gateway(ReplayLog log) {
    SpringApplication application = GatewayApplication.application();
    application.setRegisterShutdownHook(false);
    return application.run("--tart.log.bootstrap-servers=" + log.settings.bootstrapServers(),
        "--tart.log.topic=" + log.settings.topic(), "--tart.gateway.address=127.0.0.1",
        "--tart.gateway.port=0",
        "--tart.gateway.management.port=0", "--tart.gateway.drain-timeout=2s");
  }

  private static int port(ConfigurableApplicationContext gateway) throws Exception {
    return gateway.getBean(GatewayPorts.class).awaitTelemetry(Duration.ofSeconds(60));
  }

  private static void flush(ConfigurableApplicationContext gateway) throws Exception {
    var server = ((WebServerApplicationContext) gateway).getWebServer();
    var request = HttpRequest
        .newBuilder(URI
            .create("http://127.0.0.1:" + (server == null ? 0 : server.getPort()) + "/flush?timeout=30s"))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
    try (var client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }
}
