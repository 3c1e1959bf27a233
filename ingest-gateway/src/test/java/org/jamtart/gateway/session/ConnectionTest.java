package org.jamtart.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jamtart.gateway.Streams;
import org.jamtart.gateway.Streams.Stream;
import org.jamtart.gateway.session.Nodes.Node;
import org.jamtart.log.EndReason;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConnectionTest {

  private static final byte[] SYNC = Streams.named("stream/simple").frames();
  /** One frame: a sync status event. */
  private static final byte[] EVENT = Arrays.copyOf(SYNC, 4 + SYNC[0]);
  private static final byte[] MALFORMED = NodeSocket.frame(new byte[5]);

  private final Nodes nodes = Nodes.usual();

  @AfterEach
  void nothing_is_held_by_connections_that_have_ended() {
    if (nodes.open.size() == 0) {
      nodes.acknowledge();
      assertThat(nodes.budget.held()).isZero();
      assertThat(nodes.sessions.admission().open()).isZero();
      assertThat(nodes.sessions.admission().speakers().keys()).isZero();
      assertThat(nodes.sessions.admission().sources()).isZero();
    }
  }

  static List<Stream> streams() {
    return Streams.all();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void a_connection_cut_at_any_byte_says_the_same(Stream stream) {
    byte[] bytes = stream.bytes();
    for (int cut = 0; cut <= bytes.length; cut++) {
      Nodes fresh = Nodes.usual();
      Node node = fresh.connect();

      node.sends(Arrays.copyOf(bytes, cut));
      fresh.acknowledge();
      node.sends(Arrays.copyOfRange(bytes, cut, bytes.length));
      node.closes();

      assertThat(fresh.log.all(Open.class)).singleElement()
          .satisfies(open -> assertThat(open.nodeInformation()).isEqualTo(stream.nodeInformation()));
      assertThat(joined(fresh.log.runs())).as("cut at %d", cut).isEqualTo(stream.frames());
      assertThat(node.everyBufferIsReleased()).isTrue();
      assertThat(close(fresh).end().complete()).isTrue();
      assertThat(close(fresh).end().bytes()).isEqualTo(stream.frames().length);
    }
  }

  @Test
  void the_session_is_opened_before_its_first_run_and_closed_after_its_last() {
    Node node = nodes.connect();
    node.sends(Nodes.introduction(7)).sends(EVENT);
    node.closes();

    assertThat(nodes.log.records).extracting(r -> (Class) r.getClass())
        .containsExactly(Open.class, Run.class, Close.class);
    assertThat(nodes.log.all(LogRecord.OfSession.class)).extracting(LogRecord.OfSession::session)
        .allSatisfy(session -> {
          assertThat(session.node()).isEqualTo(Fixtures.peerId(7));
          assertThat(session.session().version()).isEqualTo(7);
          assertThat(session.protocol()).isOne();
          assertThat(session.cores()).isEqualTo(341);
        });
    assertThat(nodes.log.all(Open.class).getFirst().remote()).isEqualTo("10.0.0.1:40000");
    assertThat(nodes.log.all(Open.class).getFirst().received()).isEqualTo(1_795_348_800_123_456L);
  }

  @Test
  void frames_gather_while_something_is_in_flight() {
    Node node = nodes.introduced(1);

    node.sends(EVENT);
    node.sends(EVENT).sends(EVENT);
    assertThat(nodes.log.runs()).hasSize(1);

    nodes.acknowledge();
    assertThat(nodes.log.runs()).extracting(Run::count).containsExactly(1, 2);
    assertThat(nodes.log.runs()).extracting(Run::seq).containsExactly(0L, 1L);
  }

  @Test
  void a_full_run_is_sent_whatever_is_in_flight() {
    Node node = nodes.introduced(1);
    node.sends(EVENT);

    node.sends(times(EVENT, 70_000 / EVENT.length));

    assertThat(nodes.log.runs()).hasSize(2);
    assertThat(nodes.log.runs().getLast().frames().length).isBetween(65_000, 65_536);
  }

  @Test
  void the_time_of_receipt_never_goes_back() {
    Node node = nodes.introduced(1);
    nodes.clock = Nodes.NOW.minusSeconds(60);
    node.sends(EVENT);

    assertThat(nodes.log.runs().getFirst().received()).isEqualTo(1_795_348_800_123_456L);
  }

  @Test
  void when_a_clock_that_ran_ahead_is_set_right_the_time_of_receipt_is_right_too() {
    Node node = nodes.introduced(1);
    nodes.clock = Nodes.NOW.plus(Duration.ofHours(3));
    node.sends(EVENT);
    nodes.acknowledge();
    nodes.clock = Nodes.NOW.plusSeconds(1);
    node.sends(EVENT);

    assertThat(nodes.log.runs()).extracting(Run::received)
        .containsExactly(1_795_348_800_123_456L + 3 * 3_600_000_000L, 1_795_348_801_123_456L);
  }

  @Test
  void an_unfinished_frame_at_the_end_makes_the_session_incomplete() {
    Node node = nodes.introduced(1);
    node.sends(EVENT).sends(Arrays.copyOf(EVENT, 7));
    node.closes();

    assertThat(close(nodes).end()).satisfies(end -> {
      assertThat(end.reason()).isEqualTo(EndReason.NODE_CLOSED);
      assertThat(end.complete()).isFalse();
      assertThat(end.partialBytes()).isEqualTo(7);
      assertThat(end.frames()).isOne();
    });
  }

  @Test
  void a_reset_is_a_lost_connection() {
    Node node = nodes.introduced(1);
    node.sends(EVENT);
    node.fails(new IOException("Connection reset"));

    assertThat(close(nodes).end().reason()).isEqualTo(EndReason.CONNECTION_LOST);
    assertThat(close(nodes).end().complete()).isFalse();
    assertThat(node.socket.closed).isTrue();
  }

  @Test
  void malformed_and_unknown_frames_are_in_the_run_and_counted() {
    Node node = nodes.introduced(1);
    byte[] unknown = NodeSocket.frame(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, (byte) 250});
    node.sends(MALFORMED).sends(unknown).sends(NodeSocket.frame(new byte[0]));
    node.closes();

    assertThat(close(nodes).end()).satisfies(end -> {
      assertThat(end.malformed()).isEqualTo(2);
      assertThat(end.unknown()).isEqualTo(1);
      assertThat(end.frames()).isEqualTo(3);
    });
    assertThat(nodes.counters.frames(Verdict.TRUNCATED)).isEqualTo(2);
    assertThat(nodes.counters.frames(Verdict.UNKNOWN_DISCRIMINATOR)).isOne();
    assertThat(nodes.counters.frames(EventGroup.UNKNOWN)).isEqualTo(3);
  }

  @Test
  void what_nodes_say_they_dropped_is_summed() {
    for (String name : List.of("stream/drop-in-the-middle", "stream/consecutive-drops")) {
      nodes.connect().sends(Streams.named(name).bytes());
    }

    assertThat(nodes.counters.dropped()).isEqualTo(5 + 3 + 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 255})
  void another_protocol_version_is_refused(int version) {
    byte[] introduction = Nodes.introduction(1);
    introduction[4] = (byte) version;
    Node node = nodes.connect().sends(introduction);

    assertEnded(node, Ending.BAD_NODE_INFORMATION);
    assertThat(nodes.log.records).isEmpty();
  }

  @Test
  void a_first_message_of_garbage_is_refused() {
    assertEnded(nodes.connect().sends(NodeSocket.frame(new byte[300])), Ending.BAD_NODE_INFORMATION);
    assertEnded(nodes.connect().sends(NodeSocket.frame(new byte[0])), Ending.BAD_NODE_INFORMATION);
  }

  @Test
  void a_first_message_that_is_too_large_is_refused_by_its_header() {
    assertEnded(nodes.connect().sends((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff),
        Ending.NODE_INFORMATION_TOO_LARGE);
    assertEnded(nodes.connect().sends((byte) 1, (byte) 0x10, (byte) 0, (byte) 0),
        Ending.NODE_INFORMATION_TOO_LARGE);
    assertThat(nodes.connect().sends((byte) 0, (byte) 0x10, (byte) 0, (byte) 0).socket.closed).isFalse();
  }

  @Test
  void an_oversized_frame_closes_after_the_frames_before_it() {
    Node node = nodes.introduced(1);
    node.sends(concat(EVENT, new byte[]{(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff}));

    assertEnded(node, Ending.FRAME_TOO_LARGE);
    assertThat(joined(nodes.log.runs())).isEqualTo(EVENT);
    assertThat(close(nodes).end().reason()).isEqualTo(EndReason.FRAME_TOO_LARGE);
    assertThat(node.everyBufferIsReleased()).isTrue();
  }

  @Test
  void silence_after_connecting_ends_the_connection() {
    Node node = nodes.connect();
    nodes.passes(Duration.ofSeconds(6));
    node.sends(Arrays.copyOf(Nodes.introduction(1), 100));
    nodes.passes(Duration.ofMillis(3999));
    assertThat(node.socket.closed).isFalse();

    nodes.passes(Duration.ofMillis(1));
    assertEnded(node, Ending.SILENT);
  }

  @Test
  void silence_for_too_long_ends_a_session() {
    Node node = nodes.introduced(1);
    for (int i = 0; i < 10; i++) {
      nodes.passes(Duration.ofSeconds(119));
      node.sends(EVENT);
      nodes.acknowledge();
    }
    nodes.passes(Duration.ofMillis(119_999));
    assertThat(node.socket.closed).isFalse();

    nodes.passes(Duration.ofMillis(1));
    assertEnded(node, Ending.IDLE);
    assertThat(close(nodes).end().reason()).isEqualTo(EndReason.IDLE);
  }

  @Test
  void too_many_malformed_frames_within_a_minute_end_a_session() {
    Node node = nodes.introduced(1);
    node.sends(times(MALFORMED, 100));
    nodes.passes(Duration.ofSeconds(61));
    node.sends(times(MALFORMED, 100));
    assertThat(node.socket.closed).isFalse();

    nodes.passes(Duration.ofSeconds(59));
    node.sends(times(MALFORMED, 101));

    assertEnded(node, Ending.TOO_MANY_MALFORMED);
    assertThat(close(nodes).end().reason()).isEqualTo(EndReason.TOO_MANY_MALFORMED);
  }

  @Test
  void a_record_that_the_log_refuses_ends_the_session_and_nothing_is_sent_after_it() {
    Node node = nodes.introduced(1);
    nodes.log.refuse(new IllegalStateException("buffer exhausted"));
    node.sends(times(EVENT, 200_000 / EVENT.length));

    assertEnded(node, Ending.LOG_FAILED);
    assertThat(nodes.log.runs()).isEmpty();
  }

  @Test
  void a_record_that_fails_later_ends_the_session() {
    Node node = nodes.introduced(1);
    node.sends(EVENT);
    node.sends(EVENT);
    nodes.log.settle(new IllegalStateException("too large"));
    nodes.settle();

    assertEnded(node, Ending.LOG_FAILED);
    assertThat(nodes.log.runs()).hasSize(1);
    assertThat(close(nodes).end().reason()).isEqualTo(EndReason.LOG_FAILED);
    assertThat(close(nodes).end().complete()).isFalse();
  }

  @Test
  void connections_are_limited_in_all_by_address_and_by_node() {
    Node first = nodes.connect("10.1.1.1", false);
    for (int i = 0; i < 3; i++) {
      nodes.connect("10.1.1.1", false);
    }
    assertEnded(nodes.connect("10.1.1.1", false), Ending.TOO_MANY_FROM_ADDRESS);
    Node other = nodes.connect("10.1.1.2", false);
    assertEnded(nodes.connect("10.1.1.3", false), Ending.TOO_MANY_CONNECTIONS);

    first.closes();
    assertThat(nodes.connect("10.1.1.1", false).socket.closed).isFalse();
    assertThat(other.socket.closed).isFalse();
  }

  @Test
  void connections_of_one_node_are_limited() {
    Node first = claims(9, "10.1.1.1");
    claims(9, "10.1.1.1");
    claims(9, "10.1.1.1");
    assertEnded(claims(9, "10.1.1.1"), Ending.TOO_MANY_OF_NODE);
    assertThat(claims(10, "10.1.1.1").socket.closed).isFalse();

    first.closes();
    assertThat(claims(9, "10.1.1.1").socket.closed).isFalse();
  }

  @Test
  void who_claims_anothers_id_from_elsewhere_takes_none_of_its_places_and_none_of_its_pace() {
    Nodes paced = new Nodes(Nodes.settings(), Nodes.limits(1000), 1 << 20, 64 << 20);
    for (int i = 0; i < 3; i++) {
      paced.connect("10.6.6.6", false).sends(Nodes.introduction(9)).sends(times(EVENT, 5000));
    }

    Node rightful = paced.connect("10.1.1.1", false).sends(Nodes.introduction(9));
    paced.acknowledge();
    rightful.sends(times(EVENT, 900));
    paced.acknowledge();

    assertThat(rightful.socket.reading).isTrue();
    assertThat(rightful.socket.kernel.isReadable()).isFalse();
    assertThat(paced.log.runs().stream().map(run -> run.session().session()).distinct()).hasSize(4);
  }

  private Node claims(long number, String address) {
    Node node = nodes.connect(address, false).sends(Nodes.introduction(number));
    nodes.acknowledge();
    return node;
  }

  @Test
  void a_stopping_gateway_reads_what_is_there_and_says_so() {
    Node node = nodes.introduced(1);
    nodes.open.halfClose();
    nodes.settle();
    assertThat(node.socket.outputShutDown).isTrue();
    node.sends(EVENT);
    node.socket.kernel.writeBytes(EVENT).writeBytes(Arrays.copyOf(EVENT, 3));

    nodes.open.shutDown();
    nodes.settle();

    assertEnded(node, Ending.GATEWAY_SHUTDOWN);
    assertThat(joined(nodes.log.runs())).isEqualTo(times(EVENT, 2));
    assertThat(close(nodes).end()).satisfies(end -> {
      assertThat(end.reason()).isEqualTo(EndReason.GATEWAY_SHUTDOWN);
      assertThat(end.complete()).isFalse();
      assertThat(end.partialBytes()).isEqualTo(3);
    });
  }

  private void assertEnded(Node node, Ending why) {
    assertThat(node.socket.closed).isTrue();
    assertThat(nodes.counters.endings(why)).isPositive();
    assertThat(node.everyBufferIsReleased()).isTrue();
  }

  private static Close close(Nodes nodes) {
    return nodes.log.all(Close.class).getLast();
  }

  static byte[] joined(List<Run> runs) {
    var bytes = new ByteArrayOutputStream();
    runs.forEach(run -> bytes.writeBytes(run.frames()));
    return bytes.toByteArray();
  }

  static byte[] times(byte[] bytes, int times) {
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      many.writeBytes(bytes);
    }
    return many.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
