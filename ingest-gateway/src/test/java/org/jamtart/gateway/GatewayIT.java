package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jamtart.gateway.Streams.Stream;
import org.jamtart.log.EndReason;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.OfSession;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.testsupport.net.NodeSocket.End;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.NodeInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class GatewayIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private RunningGateway gateway;

  @BeforeAll
  void start(TestScope scope) {
    gateway = scope.closeLater(RunningGateway.start(scope.bootstrapServers(), scope.topic(),
        "--tart.gateway.proxy-port=0", "--tart.gateway.session.first-message-within=2s"));
  }

  static List<Stream> streams() {
    return Streams.all();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void a_stream_is_in_the_log_byte_for_byte_and_numbered(Stream stream) throws Exception {
    try (NodeSocket node = gateway.connect()) {
      node.send(stream.bytes());
      node.halfClose();
      assertThat(node.awaitEnd(SOON)).isEqualTo(End.CLOSED);

      List<OfSession> session = lastSession(gateway.flushed(), peerId(stream), node.localPort());

      assertThat(session.getFirst()).isInstanceOfSatisfying(Open.class, open -> {
        assertThat(open.nodeInformation()).isEqualTo(stream.nodeInformation());
        assertThat(open.session().protocol()).isEqualTo(stream.protocol());
        assertThat(open.session().cores()).isEqualTo(stream.cores());
      });
      assertThat(LogReading.frames(session)).isEqualTo(stream.frames());
      assertThat(session.getLast()).isInstanceOfSatisfying(Close.class, close -> {
        assertThat(close.end().reason()).isEqualTo(EndReason.NODE_CLOSED);
        assertThat(close.end().complete()).isTrue();
        assertThat(close.seq()).isEqualTo(stream.expected().size());
        assertThat(close.eventId().known()).isEqualTo(stream.nextEventId().bitLength() <= 64);
      });
    }
  }

  private static Bytes32 peerId(Stream stream) throws Exception {
    return NodeInformation.decode(stream.nodeInformation()).peerId();
  }

  private static List<OfSession> lastSession(LogReading log, Bytes32 node, int localPort) {
    UUID session = log.of(node)
        .stream()
        .filter(r -> r instanceof Open open && String.valueOf(open.remote()).endsWith(":" + localPort))
        .findFirst()
        .orElseThrow()
        .session()
        .session();
    return log.of(session);
  }

  @Test
  void garbage_an_oversized_frame_and_silence_end_their_connection_only() {
    try (NodeSocket good = gateway.connect();
        NodeSocket garbage = gateway.connect();
        NodeSocket huge = gateway.connect();
        NodeSocket oversized = gateway.connect();
        NodeSocket silent = gateway.connect()) {
      Stream stream = Streams.named("stream/simple");
      good.send(stream.introduction());

      garbage.sendFrame(new byte[300]);
      huge.send((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff);
      oversized.send(stream.introduction()).send((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff);

      assertThat(garbage.awaitEnd(SOON)).isNotNull();
      assertThat(huge.awaitEnd(SOON)).isNotNull();
      assertThat(oversized.awaitEnd(SOON)).isNotNull();
      assertThat(silent.awaitEnd(SOON)).isNotNull();
      good.send(stream.frames());
      List<OfSession> session = lastSession(gateway.flushed(),
          good.localPort() == 0 ? Fixtures.peerId(0) : node(stream), good.localPort());
      assertThat(LogReading.frames(session)).isEqualTo(stream.frames());
      assertThat(gateway.metric("tart_gateway_connections_ended_total{reason=\"bad_node_information\"}"))
          .isPositive();
    }
  }

  private static Bytes32 node(Stream stream) {
    try {
      return peerId(stream);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fifty_nodes_at_once_are_all_in_the_log_gapless_and_in_order() throws Exception {
    byte[] frames = Streams.named("stream/full-network-status").frames();
    List<Thread> nodes = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      byte[] introduction = Fixtures.nodeInformation(Fixtures.peerId(5000 + n)).encode();
      nodes.add(Thread.ofVirtual().start(() -> {
        try (NodeSocket node = gateway.connect()) {
          node.sendFrame(introduction);
          for (int i = 0; i < 200; i++) {
            node.send(frames);
          }
          node.halfClose();
          node.awaitEnd(SOON);
        }
      }));
    }
    for (Thread node : nodes) {
      node.join();
    }

    LogReading log = gateway.flushed();

    for (int n = 0; n < 50; n++) {
      List<OfSession> session = log.of(Fixtures.peerId(5000 + n));
      long seq = 0;
      for (OfSession record : session) {
        if (record instanceof Run run) {
          assertThat(run.seq()).isEqualTo(seq);
          seq = run.nextSeq();
        }
      }
      assertThat(LogReading.frames(session)).hasSize(200 * frames.length);
      assertThat(session.getLast()).isInstanceOfSatisfying(Close.class,
          close -> assertThat(close.end().complete()).isTrue());
    }
  }

  @Test
  void it_says_that_it_lives() {
    assertThat(gateway.flushed().all(Heartbeat.class)).first()
        .satisfies(beat -> assertThat(beat.state().phase()).isEqualTo(Phase.START));
    assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/actuator/prometheus").statusCode()).isEqualTo(200);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }
}
