package org.jamtart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.Trouble;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.Pace;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.wire.NodeInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulationIT {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  private static StoryConfig story(int nodes, int seconds) {
    return StoryConfig.of(nodes, START).withDuration(Duration.ofSeconds(seconds));
  }

  private static SendingConfig flatOut(int port) {
    return SendingConfig.to("127.0.0.1", port).withSpeed(Pace.FLAT_OUT).withPatience(Duration.ofSeconds(10));
  }

  @Test
  void every_node_sends_its_story_and_the_account_says_so() throws Exception {
    var story = Story.of(story(12, 60));
    try (var server = Listener.polite(); var simulation = Simulation.start(story, flatOut(server.port()))) {
      assertThat(simulation.awaitEnd(LONG)).isTrue();
      var expected = IntStream.range(0, 12).mapToObj(story::stream).toList();
      assertThat(server.streams()).containsExactlyInAnyOrderElementsOf(expected);
      for (int node = 0; node < 12; node++) {
        var recount = new Recount(expected.get(node));
        var id = story.peerId(node);
        assertThat(simulation.account().eventsByNodeAndType().get(id)).isEqualTo(recount.byType);
        assertThat(simulation.account().droppedByNode().get(id)).isEqualTo(recount.dropped);
        assertThat(simulation.account().sessions(id)).singleElement()
            .satisfies(session -> assertThat(session.frames()).isEqualTo(recount.frames));
      }
      assertThat(simulation.account().bytes())
          .isEqualTo(expected.stream().mapToLong(each -> each.length).sum());
      assertThat(simulation.account().troubles()).isEmpty();
    }
  }

  @Test
  void a_server_that_comes_late_gets_the_whole_story() throws Exception {
    int port;
    try (var reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = reserved.getLocalPort();
    }
    var story = Story.of(story(3, 10));
    try (var simulation = Simulation.start(story, flatOut(port).withRetry(Duration.ofMillis(20)))) {
      while (!simulation.account().troubles().containsKey(Trouble.CONNECT_FAILED)) {
        assertThat(simulation.awaitEnd(Duration.ofMillis(5))).isFalse();
      }
      try (var server = Listener.on(port)) {
        assertThat(simulation.awaitEnd(LONG)).isTrue();
        assertThat(server.streams())
            .containsExactlyInAnyOrder(story.stream(0), story.stream(1), story.stream(2));
        assertThat(simulation.account().errors()).isZero();
      }
    }
  }

  @Test
  void a_node_that_is_cut_off_comes_back_with_a_new_session() throws Exception {
    Listener.Manners cutting = (number, connection, kept) -> {
      if (number < 3) {
        kept.write(connection.getInputStream().readNBytes(3_000));
      } else {
        connection.getInputStream().transferTo(kept);
      }
    };
    var story = Story.of(story(1, 60).withRate(2_000));
    var sending = flatOut(1).withRecording().withRetry(Duration.ofMillis(10));
    try (var server = Listener.with(cutting);
        var simulation = Simulation.start(story, to(sending, server.port()))) {
      assertThat(simulation.awaitEnd(LONG)).isTrue();
      var sessions = simulation.account().sessions(story.peerId(0));
      assertThat(sessions).hasSize(4);
      assertThat(simulation.account().errors()).isEqualTo(3);
      for (int number = 0; number < sessions.size(); number++) {
        var sent = sessions.get(number).stream().orElseThrow();
        var received = server.streams().get(number);
        assertThat(received).isEqualTo(Arrays.copyOf(sent, received.length));
        assertThat(new Recount(sent).byType).isEqualTo(sessions.get(number).eventsByType());
        assertThat(firstMessage(received)).isEqualTo(story.information(0));
      }
      var last = sessions.get(3).stream().orElseThrow();
      assertThat(server.streams().get(3)).isEqualTo(last);
      assertThat(new Recount(last).unfinished).isZero();
    }
  }

  @Test
  void a_server_that_does_not_read_makes_the_nodes_wait_and_cannot_keep_them_for_ever() throws Exception {
    var never = new CountDownLatch(1);
    Listener.Manners deaf = (number, connection, kept) -> await(never);
    var sending = SendingConfig.to("127.0.0.1", 1).withSpeed(20).withPatience(Duration.ofMillis(300));
    try (var server = Listener.with(deaf);
        var simulation = Simulation.start(story(2, 40).withRate(20_000), to(sending, server.port()))) {
      assertThat(simulation.awaitEnd(LONG)).isTrue();
      assertThat(simulation.account().troubles()).containsEntry(Trouble.UNFINISHED, 2L);
    } finally {
      never.countDown();
    }
  }

  @Test
  void a_node_that_may_drop_says_how_much_it_dropped() throws Exception {
    var go = new CountDownLatch(1);
    Listener.Manners slow = (number, connection, kept) -> {
      await(go);
      connection.getInputStream().transferTo(kept);
    };
    var sending = SendingConfig.to("127.0.0.1", 1)
        .withSpeed(40)
        .withTolerance(Duration.ofSeconds(1))
        .withPatience(Duration.ofSeconds(10));
    // Far more than the buffers of the two sockets take.
    try (var server = Listener.with(slow);
        var simulation = Simulation.start(story(1, 80).withRate(20_000), to(sending, server.port()))) {
      awaitStandstill(simulation.account());
      go.countDown();
      assertThat(simulation.awaitEnd(LONG)).isTrue();
      var recount = new Recount(server.streams().get(0));
      var session = simulation.account().sessions().get(0);
      assertThat(recount.unfinished).isZero();
      assertThat(session.eventsByType()).isEqualTo(recount.byType);
      assertThat(session.dropped()).isEqualTo(recount.dropped).isGreaterThan(10_000);
    }
  }

  @Test
  void a_story_without_end_ends_when_it_is_stopped() throws Exception {
    try (var server = Listener.polite();
        var simulation = Simulation.start(story(20, 0), to(SendingConfig.to("x", 1), server.port()))) {
      server.awaitFirst();
      simulation.stop();
      assertThat(simulation.awaitEnd(LONG)).isTrue();
      assertThat(simulation.account().errors()).isZero();
      assertThat(server.streams().stream().mapToLong(each -> each.length).sum())
          .isEqualTo(simulation.account().bytes());
    }
  }

  @Test
  void connections_come_from_several_addresses_when_asked_to() throws Exception {
    var sources = new ConcurrentSkipListSet<String>();
    Listener.Manners noting = (number, connection, kept) -> {
      sources.add(connection.getInetAddress().getHostAddress());
      connection.getInputStream().transferTo(kept);
    };
    try (var server = Listener.with(noting);
        var simulation = Simulation.start(story(7, 5),
            flatOut(server.port()).withSource(InetAddress.getByName("127.0.0.2"), 3))) {
      assertThat(simulation.awaitEnd(LONG)).isTrue();
      assertThat(sources).containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4");
    }
  }

  private static void awaitStandstill(Account account) throws InterruptedException {
    var pause = new CountDownLatch(1);
    long before = -1;
    while (before != account.bytes() || before <= 0) {
      before = account.bytes();
      assertThat(pause.await(300, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static SendingConfig to(SendingConfig sending, int port) {
    return new SendingConfig("127.0.0.1", port, sending.speed(), sending.threads(), sending.patience(),
        sending.retry(), sending.tolerance(), sending.source(), sending.connectionsPerSource(),
        sending.recorded());
  }

  private static NodeInformation firstMessage(byte[] stream) throws Exception {
    int length = (stream[0] & 0xff) | (stream[1] & 0xff) << 8;
    return NodeInformation.decode(stream, 4, length);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
