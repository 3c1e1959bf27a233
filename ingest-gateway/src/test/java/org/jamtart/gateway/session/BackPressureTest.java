package org.jamtart.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.gateway.session.Nodes.Node;
import org.jamtart.log.LogRecord;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
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
  void unfinished_frames_of_some_do_not_hold_up_those_who_finish_theirs() {
    Nodes nodes = Nodes.bounded(512 * KIB, 512 * KIB);
    List<Node> hogs = hogs(nodes);
    Node honest = nodes.introduced(10);
    byte[] sent = frames(2048 * KIB);

    honest.sends(sent);
    for (int rounds = 0; rounds < 100 && nodes.log.pending() > 0; rounds++) {
      nodes.acknowledge();
    }

    assertThat(ConnectionTest.joined(nodes.log.runs())).isEqualTo(sent);
    assertThat(hogs).noneMatch(node -> node.socket.closed);
    assertThat(nodes.budget.held()).isBetween(256L * KIB, 512L * KIB);
  }

  @Test
  void unfinished_frames_are_bounded_and_what_is_refused_is_not_read() {
    Nodes nodes = Nodes.bounded(512 * KIB, 512 * KIB);
    List<Node> hogs = hogs(nodes);

    hogs.forEach(node -> node.sends(new byte[40 * KIB]));

    assertThat(hogs).anyMatch(node -> node.socket.kernel.isReadable());
    assertThat(nodes.budget.held()).isLessThanOrEqualTo(512L * KIB);
  }

  @Test
  void a_frame_that_is_not_finished_in_time_ends_its_connection_although_bytes_keep_coming() {
    Nodes nodes = Nodes.bounded(512 * KIB, 512 * KIB);
    List<Node> hogs = hogs(nodes);
    Node honest = nodes.introduced(10);

    for (int i = 0; i < 4; i++) {
      nodes.passes(Duration.ofSeconds(8));
      hogs.forEach(node -> node.sends((byte) 0));
      honest.sends(Arrays.copyOf(FRAME, 7)).sends(Arrays.copyOfRange(FRAME, 7, FRAME.length));
      nodes.acknowledge();
    }

    assertThat(hogs).allMatch(node -> node.socket.closed);
    assertThat(nodes.counters.endings(Ending.FRAME_UNFINISHED)).isEqualTo(3);
    assertThat(honest.socket.closed).isFalse();
    nodes.acknowledge();
    assertThat(nodes.budget.held()).isZero();
  }

  @Test
  void nobody_is_called_late_for_bytes_that_the_gateway_has_not_looked_at() {
    Nodes nodes = Nodes.usual();
    Node node = nodes.introduced(1).sends(Arrays.copyOf(FRAME, 7));
    node.socket.kernel.writeBytes(FRAME, 7, FRAME.length - 7);

    nodes.passes(Duration.ofSeconds(60));

    assertThat(node.socket.closed).isFalse();
    assertThat(ConnectionTest.joined(nodes.log.runs())).isEqualTo(FRAME);
  }

  @Test
  void a_frame_that_the_gateway_does_not_read_at_present_is_not_late() {
    Nodes nodes = Nodes.bounded(512 * KIB, 64 * KIB * KIB);
    Node node = nodes.introduced(1);
    node.sends(frames(700 * KIB));
    assertThat(node.socket.reading).isFalse();

    nodes.passes(Duration.ofHours(1));

    assertThat(node.socket.closed).isFalse();
  }

  @Test
  void whoever_was_refused_above_his_share_goes_on_with_his_own_acknowledgements() {
    Nodes nodes = Nodes.bounded(1024 * KIB, 1024 * KIB);
    Node loud = nodes.introduced(1);
    Node other = nodes.introduced(2);
    loud.sends(frames(800 * KIB));
    byte[] sent = frames(800 * KIB);
    other.sends(sent);
    assertThat(other.socket.kernel.isReadable()).isTrue();

    for (int rounds = 0; rounds < 50; rounds++) {
      nodes.log.acknowledge(Fixtures.peerId(2));
      nodes.settle();
    }

    assertThat(nodes.budget.held()).isGreaterThan(512L * KIB);
    assertThat(ConnectionTest.joined(nodes.log.runs(Fixtures.peerId(2)))).isEqualTo(sent);
  }

  @Test
  void nodes_that_come_and_go_while_the_log_is_away_stay_within_the_bound() {
    Nodes nodes = Nodes.bounded(512 * KIB, 512 * KIB);

    for (int n = 0; n < 1000; n++) {
      Node node = nodes.connect("10.0." + n / 250 + "." + n % 250, false);
      node.sends(Nodes.introduction(n));
      node.closes();
    }

    assertThat(nodes.log.records).as("records that wait for the log").hasSizeLessThan(100);
    assertThat(nodes.budget.held()).isBetween(256L * KIB, 600L * KIB);
    nodes.acknowledge();
    assertThat(nodes.budget.held()).isZero();
  }

  @Test
  void a_session_that_ended_is_not_kept_by_what_the_log_has_not_acknowledged() {
    Nodes nodes = Nodes.usual();
    var ended = new WeakReference<>(comesAndGoes(nodes));

    Await.until("it to be forgotten", Duration.ofSeconds(20), () -> {
      System.gc();
      return ended.get() == null;
    });
    assertThat(nodes.log.pending()).isEqualTo(3);
  }

  private static Connection comesAndGoes(Nodes nodes) {
    Node node = nodes.connect().sends(Nodes.introduction(1)).sends(FRAME);
    node.closes();
    nodes.forget(node);
    return node.connection;
  }

  /** Three that began 200 KiB of a frame of 256. */
  private static List<Node> hogs(Nodes nodes) {
    byte[] unfinished = new byte[200 * KIB];
    unfinished[2] = 4;
    List<Node> hogs = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      hogs.add(nodes.introduced(n).sends(unfinished));
    }
    return hogs;
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
  void a_flush_of_a_connection_that_ends_is_done_after_its_last_run_is_sent() {
    Nodes nodes = Nodes.bounded(512 * KIB, 64 * KIB * KIB);
    Node node = nodes.introduced(1);
    node.sends(frames(560 * KIB));
    var recordsThen = new AtomicInteger();
    node.flush().thenRun(() -> recordsThen.set(nodes.log.records.size()));

    node.closes();

    assertThat(nodes.log.records.getLast()).isInstanceOf(LogRecord.Close.class);
    assertThat(recordsThen).hasValue(nodes.log.records.size());
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
