package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.chaos.judge.LoggedSession;
import org.jamtart.chaos.judge.Origins;
import org.jamtart.chaos.judge.PlainLog;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.NodeSocket;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What becomes of what nodes sent when their gateway ends, in order or not: the log against the account of the nodes. */
@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class GatewayEndIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NODES = 40;
  private static final int KIB = 1024;
  private static final int UNACKNOWLEDGED = 512 * KIB;
  private static final int RECEIVE_BUFFER = 64 * KIB;
  private static final String[] BOUNDS = {
      "--tart.gateway.unacknowledged.per-connection=" + UNACKNOWLEDGED + "B",
      "--tart.gateway.receive-buffer=" + RECEIVE_BUFFER + "B", "--tart.gateway.drain-timeout=5s"};

  @Test
  void a_gateway_that_is_terminated_under_load_loses_nothing_that_it_read(TestScope scope) throws Exception {
    try (var gateway = GatewayProcess.start(scope.bootstrapServers(), scope.topic(), BOUNDS);
        var deaf = NodeSocket.connect(gateway.port());
        var simulation = talking(gateway)) {
      deaf.sendFrame(Fixtures.nodeInformation(Fixtures.peerId(9999)).encode());
      Thread talker = Thread.ofVirtual().start(() -> talkUntilClosed(deaf));

      gateway.terminate();

      simulation.stop();
      talker.join();
      var log = PlainLog.read(scope.bootstrapServers(), scope.topic());
      Losses losses = Losses.of(simulation, log);
      losses.print("SIGTERM");
      assertThat(losses.sessions()).isEqualTo(NODES);
      assertThat(losses.most()).as("bytes lost of a node that goes elsewhere when it is told to").isZero();
      assertThat(closes(log)).as("sessions with an end in the log").isEqualTo(NODES + 1);
    }
  }

  @Test
  void a_gateway_that_is_killed_under_load_loses_no_more_than_its_bounds_of_each_connection(TestScope scope)
      throws Exception {
    try (var gateway = GatewayProcess.start(scope.bootstrapServers(), scope.topic(), BOUNDS);
        var simulation = talking(gateway)) {
      double acknowledged = gateway.metric("telemetry_events_flushed");

      gateway.kill();

      simulation.stop();
      var log = PlainLog.read(scope.bootstrapServers(), scope.topic());
      Losses losses = Losses.of(simulation, log);
      losses.print("SIGKILL");
      assertThat(losses.sessions()).isEqualTo(NODES);
      assertThat(losses.most()).isLessThanOrEqualTo((long) UNACKNOWLEDGED + RECEIVE_BUFFER);
      assertThat(log.frames())
          .as("what was said to be in the log is there")
          .isGreaterThanOrEqualTo((long) acknowledged);
    }
  }

  private static Simulation talking(GatewayProcess gateway) {
    var story = Story.of(StoryConfig.of(NODES, Instant.now()).withSeed(23).withRate(150))
        .startingAt(Instant.now());
    var simulation = Simulation.start(story, SendingConfig.to("127.0.0.1", gateway.port())
        .withRecording()
        .withPatience(Duration.ofSeconds(2)));
    Await.until("events are in the log", PATIENCE, () -> gateway.metric("telemetry_events_flushed") > 10_000);
    return simulation;
  }

  private static void talkUntilClosed(NodeSocket node) {
    byte[] frame = NodeSocket.frame(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 13, 1});
    try {
      Await.until("never", PATIENCE, () -> {
        node.send(frame);
        return false;
      });
    } catch (UncheckedIOException closed) {
      // as it should be
    }
  }

  private static int closes(PlainLog log) {
    return log.sessions().values().stream().mapToInt(LoggedSession::closes).sum();
  }

  /**
   * What nodes sent and the log does not have.
   *
   * @param sessions connections on which something was sent
   * @param bytes    sent on them, node information left out
   * @param lost     of these, bytes that are not in the log
   * @param most     bytes that are not in the log of any single connection
   */
  private record Losses(int sessions, long bytes, long lost, long most) {

    static Losses of(Simulation simulation, PlainLog log) {
      List<LoggedSession> left = new ArrayList<>(log.sessions().values());
      assertThat(left).allSatisfy(session -> assertThat(session.missing()).as("no gap").isZero());
      left.removeIf(session -> session.count() == 0);
      int sessions = 0;
      long bytes = 0;
      long lost = 0;
      long most = 0;
      for (SessionAccount account : simulation.account().sessions()) {
        ByteBuffer said = Origins.sent(account);
        if (!said.hasRemaining()) {
          continue;
        }
        ByteBuffer kept = ByteBuffer.allocate(0);
        for (var session : left) {
          ByteBuffer candidate = session.stream();
          if (session.node().equals(account.node().toHex()) && Origins.isBeginning(candidate, said)) {
            kept = candidate;
            left.remove(session);
            break;
          }
        }
        int missing = said.remaining() - kept.remaining();
        sessions++;
        bytes += said.remaining();
        lost += missing;
        most = Math.max(most, missing);
      }
      return new Losses(sessions, bytes, lost, most);
    }

    void print(String signal) {
      System.out.printf(
          "%s under load: %d connections, %d bytes sent, %d lost, %d at most of one connection%n",
          signal, sessions, bytes, lost, most);
    }
  }
}
