package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.kafka.KafkaSettings;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.gateway.session.TelemetryServer;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogSettings;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KafkaAwayIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int NODES = 8;
  private static final int MEBI = 1024 * 1024;
  private static final int BOUND = 2 * MEBI;
  private static final int READS_UNDER_WAY = 8 * 64 * 1024;

  @Test
  void while_kafka_is_away_reading_stops_within_the_bounds_and_nothing_is_lost(@TempDir Path directory)
      throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory));
    int port = kafka.port();
    try (RunningGateway gateway = RunningGateway.start(kafka.bootstrapServers(), "telemetry",
        "--tart.gateway.unacknowledged.total=2MB", "--tart.gateway.acknowledge-within=1s")) {
      Sessions sessions = gateway.bean(Sessions.class);
      List<NodeSocket> nodes = new ArrayList<>();
      for (int n = 0; n < NODES; n++) {
        nodes.add(
            gateway.connect().sendFrame(Fixtures.nodeInformation(Fixtures.peerId(n)).encode()));
      }
      gateway.flushed();
      kafka.close();

      List<Thread> senders = new ArrayList<>();
      for (int n = 0; n < NODES; n++) {
        NodeSocket node = nodes.get(n);
        byte[] story = ByteStory.of(n, 4 * MEBI);
        senders.add(Thread.ofVirtual().start(() -> node.send(story).halfClose()));
      }

      Await.until("reading to stop", SOON, () -> sessions.budget().waiting() > 0);
      assertThatNoLoopIsBlocked(gateway);
      Await.until("not ready", SOON, () -> gateway.get("/readyz").statusCode() == 503);
      assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
      assertThat(gateway.post("/flush?timeout=300ms")).satisfies(answer -> {
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"waiting_connections\":" + NODES, "\"unacknowledged_bytes\":");
      });
      assertThat(sessions.budget().held()).isBetween((long) MEBI, (long) BOUND + READS_UNDER_WAY);
      assertThat(sessions.open().size()).isEqualTo(NODES);

      assertThatNoLoopIsBlocked(gateway);
      kafka = EmbeddedKafka.start(KafkaSettings.in(directory).withPort(port));
      for (Thread sender : senders) {
        assertThat(sender.join(SOON)).isTrue();
      }
      Await.until("the connections to end", SOON, () -> sessions.open().size() == 0);
      LogReading log = gateway.flushed();

      for (int n = 0; n < NODES; n++) {
        assertThat(LogReading.frames(log.of(Fixtures.peerId(n)))).isEqualTo(ByteStory.of(n, 4 * MEBI));
        assertThat(log.of(Fixtures.peerId(n)).getLast()).isInstanceOfSatisfying(Close.class,
            close -> assertThat(close.end().complete()).isTrue());
      }
      assertThat(sessions.budget().held()).isZero();
      assertThat(gateway.bean(LogPublisher.class).failed()).isZero();
      Await.until("ready again", SOON, () -> gateway.get("/readyz").statusCode() == 200);
      nodes.forEach(NodeSocket::close);
    } finally {
      kafka.close();
    }
  }

  /** Has every event loop, those that listen included, do something, more than once. */
  private static void assertThatNoLoopIsBlocked(RunningGateway gateway) throws Exception {
    for (int i = 0; i < 20; i++) {
      gateway.bean(TelemetryServer.class).acceptQueued().get(2, TimeUnit.SECONDS);
    }
  }

  /** Who sends is an event loop: it must not wait when the producer does not know where a topic's leaders are. */
  private static void assertThatSendingWaitsForNothing(String servers) throws Exception {
    var settings = new LogSettings(servers, "telemetry", "nobody", 1, 1, Duration.ofDays(1), 0);
    try (var producer = LogClients.producer(settings, "test", MEBI, Map.of(), SOON)) {
      long begin = System.nanoTime();
      var sent = producer.send(new ProducerRecord<>("whose-leaders-nobody-knows", new byte[1]));

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThatThrownBy(sent::get).hasCauseInstanceOf(RetriableException.class);
    }
  }

  @Test
  void a_gateway_that_starts_before_kafka_is_alive_and_listens_when_kafka_comes(@TempDir Path directory)
      throws Exception {
    EmbeddedKafka once = EmbeddedKafka.start(KafkaSettings.in(directory));
    int port = once.port();
    String bootstrap = once.bootstrapServers();
    once.close();
    try (RunningGateway gateway = RunningGateway.start(bootstrap, "telemetry")) {
      assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
      assertThatThrownBy(() -> gateway.bean(GatewayPorts.class).telemetry())
          .hasMessageContaining("waits for Kafka");

      try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory).withPort(port))) {
        try (NodeSocket node = gateway.connect()) {
          node.send(Streams.named("stream/simple").bytes());
          assertThat(gateway.flushed().all(Run.class)).hasSize(1);
          assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
        }
        assertThatSendingWaitsForNothing(kafka.bootstrapServers());
        gateway.close();
        assertThat(kafka.port()).isEqualTo(port);
      }
    }
  }
}
