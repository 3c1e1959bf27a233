package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jamtart.log.EndReason;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.OfSession;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.wire.Bytes32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each abuse from an address of its own, with an honest node on the same gateway. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AbuseIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int PER_ADDRESS = 150;
  private static final int PER_NODE = 3;
  private static final int BYTES_PER_SECOND = 1024 * 1024;
  private static final byte[] FRAMES = Streams.named("stream/simple").frames();

  private RunningGateway gateway;

  @BeforeAll
  void start(TestScope scope) {
    gateway = scope.closeLater(RunningGateway.start(scope.bootstrapServers(), scope.topic(),
        "--tart.gateway.limits.per-address=" + PER_ADDRESS, "--tart.gateway.limits.connects-per-second=5",
        "--tart.gateway.limits.per-node=" + PER_NODE, "--tart.gateway.limits.bytes-per-second=1MB",
        "--tart.gateway.session.frame-within=1s", "--tart.gateway.session.first-message-within=1s",
        "--tart.gateway.session.idle=2s", "--tart.gateway.session.malformed-per-minute=50"));
  }

  @Test
  void a_flood_of_connects_from_one_address_is_refused_at_the_door_and_others_are_not() {
    int flood = 2 * PER_ADDRESS;
    for (int i = 0; i < flood; i++) {
      gateway.connectFrom("127.0.0.2").close();
    }

    Await.until("the refusals to be counted", SOON,
        () -> gateway.ended("connects_too_often") + gateway.ended("too_many_from_address") > 100);
    assertHonestNodesAreHeard(1);
    assertThat(gateway.metric("telemetry_connections_rejected")).isGreaterThan(100);
  }

  @Test
  void connections_that_say_nothing_are_closed_before_and_after_their_introduction() {
    try (NodeSocket mute = gateway.connectFrom("127.0.0.3");
        NodeSocket slow = gateway.connectFrom("127.0.0.3");
        NodeSocket halfOpen = introduced("127.0.0.3", 300)) {
      slow.send(introduction(301), 0, 100);

      assertThat(mute.awaitEnd(SOON)).isNotNull();
      assertThat(slow.awaitEnd(SOON)).isNotNull();
      assertThat(halfOpen.awaitEnd(SOON)).isNotNull();

      assertThat(gateway.ended("silent")).isGreaterThanOrEqualTo(2);
      assertThat(end(300)).isEqualTo(EndReason.IDLE);
    }
  }

  @Test
  void a_sender_that_drips_its_frame_is_closed_when_its_time_is_over() throws InterruptedException {
    try (NodeSocket slow = introduced("127.0.0.4", 400)) {
      slow.send((byte) 0, (byte) 0, (byte) 4, (byte) 0); // 256 KiB are to follow
      Thread drip = Thread.ofVirtual().start(() -> dripUntilClosed(slow));

      assertThat(slow.awaitEnd(SOON)).isNotNull();
      drip.interrupt();
      drip.join();

      assertThat(gateway.ended("frame_unfinished")).isPositive();
      assertHonestNodesAreHeard(401);
    }
  }

  private static void dripUntilClosed(NodeSocket node) {
    try {
      Await.until("never", Duration.ofMinutes(1), () -> {
        node.send((byte) 0);
        return Thread.interrupted();
      });
    } catch (UncheckedIOException closed) {
      // as it should be
    }
  }

  @Test
  void of_a_node_with_a_hundred_connections_so_many_stay_as_a_node_may_have() {
    List<NodeSocket> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(introduced("127.0.0.5", 500));
    }

    Await.until("the refusals", SOON, () -> gateway.ended("too_many_of_node") == 100 - PER_NODE);
    assertThat(gateway.flushed().sessionsOf(Fixtures.peerId(500))).hasSize(PER_NODE);
    all.forEach(NodeSocket::close);
  }

  @Test
  void whoever_claims_anothers_id_has_a_session_of_his_own_and_takes_no_place_of_the_others() {
    List<NodeSocket> impostors = new ArrayList<>();
    for (int i = 0; i < PER_NODE + 1; i++) {
      impostors.add(introduced("127.0.0.6", 600).send(NodeSocket.frame(new byte[]{1, 2, 3})));
    }
    gateway.flushed();

    try (NodeSocket rightful = introduced("127.0.0.1", 600).send(FRAMES)) {
      LogReading log = gateway.flushed();
      List<byte[]> said = log.sessionsOf(Fixtures.peerId(600))
          .stream()
          .map(session -> LogReading.frames(log.of(session)))
          .toList();
      assertThat(said).hasSize(PER_NODE + 1);
      assertThat(said).filteredOn(frames -> Arrays.equals(frames, FRAMES)).hasSize(1);
      assertThat(rightful.localPort()).isPositive();
    }
    impostors.forEach(NodeSocket::close);
  }

  @Test
  void garbage_after_a_good_start_ends_its_connection_and_what_came_before_is_kept() {
    try (NodeSocket malformed = introduced("127.0.0.7", 700);
        NodeSocket oversized = introduced("127.0.0.7", 701)) {
      malformed.send(FRAMES);
      for (int i = 0; i < 51; i++) {
        malformed.send(NodeSocket.frame(new byte[]{0, 0, 0}));
      }
      oversized.send(FRAMES).send((byte) 0xef, (byte) 0xbe, (byte) 0xad, (byte) 0xde);

      assertThat(malformed.awaitEnd(SOON)).isNotNull();
      assertThat(oversized.awaitEnd(SOON)).isNotNull();

      LogReading log = gateway.flushed();
      assertThat(end(700)).isEqualTo(EndReason.TOO_MANY_MALFORMED);
      assertThat(end(701)).isEqualTo(EndReason.FRAME_TOO_LARGE);
      assertThat(LogReading.frames(log.of(Fixtures.peerId(700)))).startsWith(FRAMES);
      assertThat(LogReading.frames(log.of(Fixtures.peerId(701)))).isEqualTo(FRAMES);
    }
  }

  @Test
  void frames_of_the_largest_size_without_end_are_read_as_fast_as_allowed_and_no_faster()
      throws InterruptedException {
    byte[] largest = new byte[256 * 1024];
    largest[8] = (byte) 250;
    int frames = 16;
    long begin = System.nanoTime();
    try (NodeSocket node = introduced("127.0.0.8", 800)) {
      Thread sender = Thread.ofVirtual().start(() -> {
        for (int i = 0; i < frames; i++) {
          node.sendFrame(largest);
        }
        node.halfClose();
      });

      assertHonestNodesAreHeard(801);
      assertThat(node.awaitEnd(SOON)).isNotNull();
      sender.join();
    }

    double seconds = (System.nanoTime() - begin) / 1e9;
    double mayHave = BYTES_PER_SECOND * (seconds + 2); // a second ahead, and one round of reading
    assertThat(LogReading.frames(gateway.flushed().of(Fixtures.peerId(800))))
        .hasSize(frames * (largest.length + 4));
    assertThat((double) frames * largest.length).isLessThan(mayHave);
  }

  private void assertHonestNodesAreHeard(long node) {
    try (NodeSocket honest = introduced("127.0.0.1", node)) {
      honest.send(FRAMES);
      assertThat(LogReading.frames(gateway.flushed().of(Fixtures.peerId(node)))).isEqualTo(FRAMES);
    }
  }

  private EndReason end(long number) {
    Bytes32 node = Fixtures.peerId(number);
    Await.until("the end to be in the log", SOON,
        () -> gateway.log().of(node).stream().anyMatch(Close.class::isInstance));
    OfSession last = gateway.log().of(node).getLast();
    return ((Close) last).end().reason();
  }

  private NodeSocket introduced(String address, long node) {
    return gateway.connectFrom(address).send(introduction(node));
  }

  private static byte[] introduction(long node) {
    return NodeSocket.frame(Fixtures.nodeInformation(Fixtures.peerId(node)).encode());
  }
}
