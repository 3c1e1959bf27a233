package org.jamtart.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jamtart.gateway.Streams;
import org.jamtart.gateway.Streams.Stream;
import org.jamtart.log.FrameCursor;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.wire.Events;
import org.jamtart.wire.MetaEvent;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TrailingBytes;
import org.jamtart.wire.Verdict;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FrameBufferTest {

  private static final int MAX_FRAME = 256 * 1024;

  private final Counters counters = new Counters();

  private FrameBuffer buffer(int protocol, int cores) {
    return buffer(new Protocol(protocol, cores));
  }

  private FrameBuffer buffer(Protocol protocol) {
    return new FrameBuffer(new SessionRef(Fixtures.peerId(1), new UUID(0, 1), new UUID(0, 2),
        protocol.version(), protocol.cores()), protocol, MAX_FRAME, counters);
  }

  static List<Stream> streams() {
    return Streams.all();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void a_stream_cut_at_any_byte_has_the_same_frames_and_numbers(Stream stream) {
    byte[] bytes = stream.frames();
    for (int cut = 0; cut <= bytes.length; cut++) {
      FrameBuffer frames = buffer(stream.protocol(), stream.cores());
      List<Run> runs = new ArrayList<>();

      feed(frames, Unpooled.wrappedBuffer(bytes, 0, cut), runs);
      feed(frames, Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut), runs);

      assertThat(joined(runs)).as("cut at %d", cut).isEqualTo(bytes);
      assertThat(numbers(runs)).as("cut at %d", cut)
          .isSubsetOf(stream.expected().stream().map(Streams.Expected::eventId).toList());
      assertThat(frames.nextSeq()).isEqualTo(stream.expected().size());
      assertThat(frames.partial()).isZero();
      assertNextId(stream, frames);
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void every_frame_has_the_number_that_the_stream_expects(Stream stream) {
    FrameBuffer frames = buffer(stream.protocol(), stream.cores());
    List<Run> runs = new ArrayList<>();

    for (byte one : stream.frames()) {
      feed(frames, Unpooled.wrappedBuffer(new byte[]{one}), runs);
    }

    assertThat(runs).hasSize(stream.expected().size());
    assertThat(numbers(runs)).isEqualTo(stream.expected().stream().map(Streams.Expected::eventId).toList());
    assertThat(runs).extracting(Run::seq)
        .isEqualTo(LongStream.range(0, runs.size()).boxed().toList());
    assertThat(counters.frames(Verdict.EVENT))
        .isEqualTo(stream.expected().stream().filter(Streams.Expected::valid).count());
  }

  @Test
  void where_trailing_bytes_are_accepted_a_lengthened_event_is_an_event_and_dropped_counts() {
    var protocol = new Protocol(1, 2, TrailingBytes.ACCEPTED);
    byte[] dropped = Events.encode(new MetaEvent.Dropped(1, 2, 40), protocol);
    FrameBuffer frames = buffer(protocol);

    feed(frames, Unpooled.wrappedBuffer(NodeSocket.frame(Arrays.copyOf(dropped, dropped.length + 3))),
        new ArrayList<>());

    assertThat(frames.malformed()).isZero();
    assertThat(counters.frames(Verdict.EVENT_WITH_TRAILING_BYTES)).isEqualTo(1);
    assertThat(counters.dropped()).isEqualTo(40);
    assertThat(frames.nextId().toString()).isEqualTo("40");
  }

  private static void assertNextId(Stream stream, FrameBuffer frames) {
    boolean fits = stream.nextEventId().bitLength() <= 64;
    assertThat(frames.nextId().toString()).isEqualTo(fits ? stream.nextEventId().toString() : "unknown");
  }

  @Test
  void a_run_holds_whole_frames_up_to_64_KiB() {
    FrameBuffer frames = buffer(0, 2);
    byte[] bytes = NodeSocket.frame(new byte[1000]);
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      many.writeBytes(bytes);
    }
    List<Run> runs = new ArrayList<>();

    feedWithoutCutting(frames, many.toByteArray(), runs);
    runs.add(frames.cut());

    assertThat(joined(runs)).isEqualTo(many.toByteArray());
    assertThat(runs).allSatisfy(run -> assertThat(run.frames().length).isLessThanOrEqualTo(65_536));
    assertThat(runs).hasSize(5);
    assertThat(frames.malformed() + frames.unknown()).isEqualTo(300);
  }

  @Test
  void a_frame_above_64_KiB_is_a_run_of_its_own() {
    FrameBuffer frames = buffer(0, 2);
    var sent = new ByteArrayOutputStream();
    sent.writeBytes(NodeSocket.frame(new byte[20]));
    sent.writeBytes(NodeSocket.frame(new byte[100_000]));
    sent.writeBytes(NodeSocket.frame(new byte[MAX_FRAME]));
    sent.writeBytes(NodeSocket.frame(new byte[65_532]));
    sent.writeBytes(NodeSocket.frame(new byte[30]));
    List<Run> runs = new ArrayList<>();

    feedWithoutCutting(frames, sent.toByteArray(), runs);
    runs.add(frames.cut());

    assertThat(runs).extracting(run -> run.frames().length)
        .containsExactly(24, 100_004, MAX_FRAME + 4, 65_536, 34);
    assertThat(joined(runs)).isEqualTo(sent.toByteArray());
  }

  @Test
  void a_frame_that_announces_too_much_is_told_when_its_header_is_there() {
    FrameBuffer frames = buffer(0, 2);
    assertThat(fill(frames, NodeSocket.frame(new byte[13]))).isTrue();
    assertThat(fill(frames, new byte[]{(byte) 0xff, (byte) 0xff, (byte) 0xff})).isTrue();
    assertThat(fill(frames, new byte[]{(byte) 0xff})).isFalse();
    assertThat(frames.cut().count()).isOne();
    assertThat(frames.partial()).isEqualTo(4);

    assertThat(fill(buffer(0, 2), new byte[]{1, 0, 4, 0})).isFalse();
    assertThat(fill(buffer(0, 2), new byte[]{0, 0, 4, 0})).isTrue();
  }

  @Test
  void a_frame_costs_no_memory_but_its_copy_in_the_run() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Stream stream = Streams.named("stream/simple");
    FrameBuffer frames = buffer(stream.protocol(), stream.cores());
    var sent = new ByteArrayOutputStream();
    for (int i = 0; i < 400; i++) {
      sent.writeBytes(stream.frames());
    }
    ByteBuf bytes = Unpooled.wrappedBuffer(sent.toByteArray());
    int events = 400 * stream.expected().size();
    runOf(frames, bytes);
    runOf(frames, bytes);
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < 100; i++) {
      runOf(frames, bytes);
    }

    double perRun = (threads.getCurrentThreadAllocatedBytes() - before) / 100.0;
    assertThat(perRun - sent.size()).as("beside the copy, of %d events", events).isLessThan(200);
  }

  private static Run runOf(FrameBuffer frames, ByteBuf bytes) {
    bytes.readerIndex(0);
    frames.fill(bytes);
    frames.scan(0);
    return frames.cut();
  }

  private static boolean fill(FrameBuffer frames, byte[] bytes) {
    frames.fill(Unpooled.wrappedBuffer(bytes));
    return frames.scan(0);
  }

  private static void feed(FrameBuffer frames, ByteBuf bytes, List<Run> runs) {
    while (bytes.isReadable()) {
      frames.fill(bytes);
      assertThat(frames.scan(0)).isTrue();
    }
    if (frames.hasFrames()) {
      runs.add(frames.cut());
    }
  }

  private static void feedWithoutCutting(FrameBuffer frames, byte[] bytes, List<Run> runs) {
    ByteBuf from = Unpooled.wrappedBuffer(bytes);
    while (from.isReadable()) {
      assertThat(frames.fill(from)).isPositive();
      assertThat(frames.scan(0)).isTrue();
      if (frames.mustCut()) {
        runs.add(frames.cut());
      }
    }
  }

  private static byte[] joined(List<Run> runs) {
    var bytes = new ByteArrayOutputStream();
    for (Run run : runs) {
      int count = 0;
      for (FrameCursor cursor = run.cursor(); cursor.next();) {
        count++;
      }
      assertThat(run.count()).isEqualTo(count);
      bytes.writeBytes(run.frames());
    }
    return bytes.toByteArray();
  }

  private static List<String> numbers(List<Run> runs) {
    return runs.stream().map(run -> run.eventId().toString()).collect(Collectors.toList());
  }
}
