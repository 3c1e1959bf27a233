package org.jamtart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jamtart.replay.Recorder.Heard;
import org.jamtart.replay.server.ServerReplay;
import org.jamtart.replay.server.Target;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server hears when the log is played to it, against what was said. */
@SuppressWarnings("NullAway.Init")
class ServerReplayIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long SECOND = 1_000_000;
  private static final long T = System.currentTimeMillis() * 1000 - 3600 * SECOND;

  private TestScope scope;
  private ReplayLog log;
  private Recorder recorder;

  @BeforeEach
  void open() throws IOException {
    scope = TestScope.open("server-replay");
    log = new ReplayLog(scope, scope.topic());
    recorder = scope.closeLater(new Recorder());
  }

  @AfterEach
  void close() throws Exception {
    scope.close();
  }

  @Test
  void every_session_becomes_a_connection_that_says_the_same_byte_for_byte() throws Exception {
    List<Talk> talks = new ArrayList<>();
    for (int node = 0; node < 20; node++) {
      Talk talk = new Talk(node % 12, T + node);
      for (int i = 0; i < 10; i++) {
        talk.run(T + i * SECOND, 1 + (node + i) % 40);
        if (i % 3 == 0) {
          talk.again();
        }
      }
      talks.add(node % 4 == 0 ? talk : talk.close(T + 20 * SECOND));
    }
    log.write(talks.toArray(Talk[]::new));

    ServerReplay replay = play(T, T + 3600 * SECOND, 0);

    assertThat(heard()).containsExactlyInAnyOrderElementsOf(
        talks.stream().map(talk -> ByteBuffer.wrap(talk.bytes())).toList());
    assertThat(replay.counters().sessions()).isEqualTo(20);
    assertThat(replay.counters().broken()).isZero();
    assertThat(recorder.connections).allMatch(heard -> heard.ended);
  }

  @Test
  void only_the_range_is_played_and_a_session_joined_in_its_middle_begins_with_what_it_dropped()
      throws Exception {
    Talk early = new Talk(1, T).run(T, 7);
    Talk joined = new Talk(2, T).run(T, 7).run(T + 60 * SECOND, 3);
    Talk late = new Talk(3, T + 90 * SECOND).run(T + 90 * SECOND, 3);
    log.write(early, joined, late);

    ServerReplay replay = play(T + 30 * SECOND, T + 80 * SECOND, 0);

    byte[] said = joined.bytes();
    byte[] frames = Arrays.copyOfRange(said, said.length - 3 * 14, said.length);
    byte[] dropped = ByteBuffer.allocate(29)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(25)
        .put(frames, 4, 8)
        .put((byte) 0)
        .put(frames, 4, 8)
        .putLong(7)
        .array();
    byte[] introduction = joined.introduction();
    assertThat(heard()).containsExactly(ByteBuffer.allocate(introduction.length + 29 + 42)
        .put(introduction)
        .put(dropped)
        .put(frames)
        .flip());
    assertThat(replay.counters().joined()).isEqualTo(1);
  }

  @Test
  void a_session_whose_introduction_is_gone_is_left_out_and_counted() throws Exception {
    Talk talk = new Talk(1, T).run(T + 60 * SECOND, 3);
    talk.records.remove(0);
    log.write(talk);

    ServerReplay replay = play(T + 30 * SECOND, T + 80 * SECOND, 0);

    assertThat(replay.counters().unopened()).isEqualTo(1);
    assertThat(recorder.connections).isEmpty();
  }

  @Test
  void the_rhythm_is_that_of_the_log_times_the_speed() throws Exception {
    log.write(new Talk(1, T).run(T + 4 * SECOND, 1).run(T + 8 * SECOND, 1));

    long start = System.nanoTime();
    play(T - SECOND, T + 60 * SECOND, 10);

    List<Long> arrivals = recorder.connections.get(0).arrivals;
    assertThat(arrivals.get(arrivals.size() - 1) - start).isBetween(800_000_000L, 7_000_000_000L);
  }

  @Test
  void stopping_ends_the_connections_in_order() throws Exception {
    log.write(new Talk(1, T).run(T, 1).run(T + 3600 * SECOND, 1));
    var replay = new ServerReplay(log.settings, log.plan(T, T + 7200 * SECOND), recorder.target(), 1);
    Thread thread = Thread.ofPlatform().start(() -> {
      try {
        replay.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    Await.until("the first frame", SOON, () -> replay.counters().frames() == 1);

    replay.stop();

    thread.join(SOON);
    assertThat(thread.isAlive()).isFalse();
    assertThat(recorder.connections).hasSize(1).allMatch(heard -> heard.ended);
  }

  @Test
  void no_server_is_said_at_once() throws Exception {
    log.write(new Talk(1, T).run(T, 1));
    int port;
    try (var taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    var replay = new ServerReplay(log.settings, log.plan(T - SECOND, T + SECOND),
        new Target("127.0.0.1", port),
        0);
    assertThatThrownBy(replay::run).isInstanceOf(ReplayException.class)
        .hasMessageContaining("no connection to the server 127.0.0.1:" + port);
  }

  private ServerReplay play(long from, long to, double speed) throws InterruptedException {
    var replay = new ServerReplay(log.settings, log.plan(from, to), recorder.target(), speed);
    replay.run();
    return replay;
  }

  private Stream<ByteBuffer> heard() {
    return recorder.connections.stream().map(Heard::bytes).map(ByteBuffer::wrap);
  }
}
