package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jamtart.gateway.session.TelemetryServer;
import org.jamtart.log.EndReason;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.SessionEnd;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.testsupport.net.NodeSocket.End;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class DrainIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final byte[] FRAMES = Streams.named("stream/simple").frames();

  @Test
  void a_stop_keeps_what_was_sent_and_tells_nodes_to_go_elsewhere(TestScope scope) throws Exception {
    RunningGateway gateway = RunningGateway.start(scope.bootstrapServers(), scope.topic(),
        "--tart.gateway.drain-timeout=3s");
    int port = gateway.port();
    var server = gateway.bean(TelemetryServer.class);
    try (NodeSocket watching = connect(gateway, 1); NodeSocket deaf = connect(gateway, 2)) {
      gateway.flushed();
      watching.send(FRAMES);
      deaf.send(FRAMES).send(FRAMES, 0, 3);

      long begin = System.nanoTime();
      Thread stop = Thread.ofPlatform().start(gateway::close);
      assertThat(watching.awaitEnd(SOON)).isEqualTo(End.CLOSED);
      watching.send(FRAMES).halfClose();
      deaf.send(FRAMES, 3, FRAMES.length - 3);
      assertThatThrownBy(() -> NodeSocket.connect(port)).hasStackTraceContaining("refused");
      stop.join();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    LogReading log = gateway.log();
    assertThat(LogReading.frames(log.of(Fixtures.peerId(1)))).isEqualTo(twice(FRAMES));
    assertThat(LogReading.frames(log.of(Fixtures.peerId(2)))).isEqualTo(twice(FRAMES));
    assertThat(end(log, 1)).satisfies(end -> {
      assertThat(end.reason()).isEqualTo(EndReason.NODE_CLOSED);
      assertThat(end.complete()).isTrue();
    });
    assertThat(end(log, 2)).satisfies(end -> {
      assertThat(end.reason()).isEqualTo(EndReason.GATEWAY_SHUTDOWN);
      assertThat(end.complete()).isFalse();
    });
    assertThat(log.all(Heartbeat.class).getLast().state()).satisfies(state -> {
      assertThat(state.phase()).isEqualTo(Phase.STOP);
      assertThat(state.connections()).isZero();
    });
    assertThat(server.buffers()).as("buffers that were not released").isZero();
  }

  private static NodeSocket connect(RunningGateway gateway, long node) {
    return gateway.connect().sendFrame(Fixtures.nodeInformation(Fixtures.peerId(node)).encode());
  }

  private static SessionEnd end(LogReading log, long node) {
    return ((Close) log.of(Fixtures.peerId(node)).getLast()).end();
  }

  private static byte[] twice(byte[] bytes) {
    byte[] both = new byte[2 * bytes.length];
    System.arraycopy(bytes, 0, both, 0, bytes.length);
    System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
    return both;
  }
}
