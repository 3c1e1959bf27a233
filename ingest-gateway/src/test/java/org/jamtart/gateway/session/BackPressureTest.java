package org.jamtart.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.gateway.session.Nodes.Node;
import org.jamtart.testsupport.net.NodeSocket;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BackPressureTest {

  private static final int KIB = 1024;
  private static final byte[] FRAME = NodeSocket.frame(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 13, 1});

  private static byte[] frames(int bytes) {
    return ConnectionTest.times(FRAME, bytes / FRAME.length);
  }

  @Test
  void a_connection_stops_reading_at_its_bound_and_goes_on_below_half_of_it() {
    Nodes nodes = Nodes.bounded(512 * KIB, 64 * KIB * KIB);
    Node node = nodes.introduced(1);
    byte[] sent = frames(4096 * KIB);

    node.sends(sent);

    assertThat(node.socket.reading).isFalse();
    assertThat(nodes.budget.held()).isBetween(512L * KIB, 512L * KIB + FakeSocket.READ);
    while (node.socket.kernel.isReadable() || nodes.log.pending() > 0) {
      nodes.acknowledge();
      assertThat(nodes.budget.held()).isLessThanOrEqualTo(512L * KIB + FakeSocket.READ);
    }
    assertThat(ConnectionTest.joined(nodes.log.runs())).isEqualTo(sent);
    assertThat(nodes.budget.held()).isZero();
  }

  @Test
  void all_together_stop_at_the_common_bound_and_all_go_on() {
    Nodes nodes = Nodes.bounded(1024 * KIB, 1024 * KIB);
    List<Node> all = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      all.add(nodes.connect("10.0.1." + n, false).sends(Nodes.introduction(n)));
    }
    nodes.acknowledge();
    byte[] sent = frames(2048 * KIB);

    all.forEach(node -> node.sends(sent));

    assertThat(nodes.budget.held()).isLessThanOrEqualTo(1024L * KIB + FakeSocket.READ);
    assertThat(all).noneMatch(node -> node.socket.reading);
    for (int rounds = 0; nodes.log.pending() > 0; rounds++) {
      assertThat(rounds).isLessThan(200);
      nodes.acknowledge();
      assertThat(nodes.budget.held()).isLessThanOrEqualTo(1024L * KIB + FakeSocket.READ);
    }
    assertThat(all).noneMatch(node -> node.socket.kernel.isReadable());
    assertThat(nodes.log.runs().stream().mapToLong(run -> run.frames().length).sum())
        .isEqualTo(5L * sent.length);
    assertThat(nodes.budget.held()).isZero();
  }

  @Test
  void one_that_talks_much_leaves_room_for_those_that_talk_little() {
    Nodes nodes = Nodes.bounded(1024 * KIB, 1024 * KIB);
    Node loud = nodes.introduced(1);
    Node quiet = nodes.introduced(2);
    loud.sends(frames(2048 * KIB));
    assertThat(loud.socket.kernel.isReadable()).isTrue();

    quiet.sends(FRAME);

    assertThat(quiet.socket.kernel.isReadable()).isFalse();
    assertThat(nodes.budget.held()).isLessThan(600L * KIB);
  }

  @Test
  void a_node_that_cannot_be_read_is_not_idle() {
    Nodes nodes = Nodes.bounded(512 * KIB, 512 * KIB);
    Node node = nodes.introduced(1);
    node.sends(frames(2048 * KIB));
    Node late = nodes.connect();
    late.sends(Nodes.introduction(2));

    nodes.passes(Duration.ofHours(3));

    assertThat(node.socket.closed).isFalse();
    assertThat(late.socket.closed).isFalse();
    nodes.acknowledge();
    nodes.acknowledge();
    assertThat(nodes.counters.sessions()).isEqualTo(2);
  }

  @Test
  void nodes_that_never_finish_their_frames_cannot_stop_the_others_for_good() {
    Nodes nodes = Nodes.bounded(512 * KIB, 512 * KIB);
    byte[] unfinished = new byte[200 * KIB];
    unfinished[2] = 4; // announces 256 KiB
    List<Node> hogs = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      hogs.add(nodes.introduced(n).sends(unfinished));
    }
    hogs.forEach(node -> node.sends(new byte[10 * KIB]));
    assertThat(hogs).allMatch(node -> node.socket.kernel.isReadable());
    Node honest = nodes.connect().sends(Nodes.introduction(10));
    assertThat(honest.socket.kernel.isReadable()).isTrue();

    for (int i = 0; i < 40; i++) {
      nodes.passes(Duration.ofSeconds(9));
      nodes.acknowledge();
    }

    assertThat(hogs).allMatch(node -> node.socket.closed);
    assertThat(nodes.budget.held()).isZero();
    assertThat(nodes.counters.sessions()).isEqualTo(4);
  }

  @Test
  void a_node_that_talks_too_fast_is_slowed_and_nothing_of_it_is_dropped() {
    Nodes nodes = new Nodes(Nodes.settings(), Nodes.limits(1000), 1 << 20, 64 << 20);
    Node node = nodes.introduced(1);
    byte[] sent = ConnectionTest.times(FRAME, 20_000);

    node.sends(sent);

    assertThat(node.socket.reading).isFalse();
    long seconds = 0;
    while (node.socket.kernel.isReadable() || !node.socket.reading) {
      nodes.passes(Duration.ofSeconds(1));
      nodes.acknowledge();
      seconds++;
    }
    assertThat(seconds).isBetween(18L, 21L);
    assertThat(ConnectionTest.joined(nodes.log.runs())).isEqualTo(sent);
  }

  @Test
  void a_flush_is_done_when_the_socket_is_empty_and_all_is_sent() {
    Nodes nodes = Nodes.usual();
    Node node = nodes.introduced(1);
    node.sends(FRAME);
    node.sends(FRAME);
    node.socket.kernel.writeBytes(FRAME);
    assertThat(nodes.log.runs()).hasSize(1);

    assertThat(node.flush()).isCompleted();

    assertThat(ConnectionTest.joined(nodes.log.runs())).isEqualTo(ConnectionTest.times(FRAME, 3));
  }

  @Test
  void a_flush_of_a_socket_that_never_empties_ends_after_one_receive_buffer() {
    Nodes nodes = Nodes.usual();
    Node node = nodes.introduced(1);
    byte[] sent = frames(900 * KIB);
    node.socket.kernel.writeBytes(sent);

    assertThat(node.flush()).isCompleted();

    assertThat(ConnectionTest.joined(nodes.log.runs()).length).isGreaterThan(256 * KIB);
  }

  @Test
  void a_flush_waits_for_a_connection_that_does_not_read_at_present() {
    Nodes nodes = Nodes.bounded(512 * KIB, 64 * KIB * KIB);
    Node node = nodes.introduced(1);
    node.sends(frames(560 * KIB));
    assertThat(node.socket.reading).isFalse();

    var flush = node.flush();
    assertThat(flush).isNotDone();
    nodes.acknowledge();

    assertThat(flush).isCompleted();
  }

  @Test
  void a_flush_does_not_wait_for_a_connection_that_ended() {
    Nodes nodes = Nodes.bounded(512 * KIB, 64 * KIB * KIB);
    Node node = nodes.introduced(1);
    node.sends(frames(560 * KIB));
    var flush = node.flush();

    node.closes();

    assertThat(flush).isCompleted();
    assertThat(node.flush()).isCompleted();
  }
}
