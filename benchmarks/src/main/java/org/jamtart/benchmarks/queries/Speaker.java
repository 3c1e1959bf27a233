package org.jamtart.benchmarks.queries;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jamtart.gateway.session.UuidV7;
import org.jamtart.log.EndReason;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.SessionEnd;
import org.jamtart.simulator.story.NodeStory;
import org.jamtart.simulator.story.Story;
import org.jamtart.wire.EventIds;
import org.jamtart.wire.Events;
import org.jamtart.wire.Frames;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.Protocol;

/** One connection of a node as records of the log. One thread. */
final class Speaker {

  private static final UUID GATEWAY = new UUID(0x7000, 0x8000_0000_0000_0001L);
  /** What the way to the gateway takes. */
  private static final long TRAVEL_MICROS = 20_000;
  private static final int STATUS = 10;

  private final NodeStory story;
  private final Protocol protocol;
  private final Consumer<LogRecord> log;
  private final SessionRef session;
  private final EventIds ids = new EventIds();
  private final long start;
  private final byte[] buffer;
  private long received;
  private long seq;
  private long bytes;
  private long malformed;

  /** @param buffer for what is said, with room for the largest frame; of the thread */
  Speaker(Story story, int node, Consumer<LogRecord> log, byte[] buffer) {
    this.story = story.tell(node);
    var information = this.story.information();
    this.protocol = information.protocol();
    this.log = log;
    Instant begin = story.config().start();
    this.start = ChronoUnit.MICROS.between(Instant.EPOCH, begin);
    this.received = start;
    this.session = new SessionRef(information.peerId(), new UuidV7(() -> begin).next(), GATEWAY,
        protocol.version(), protocol.cores());
    this.buffer = buffer;
  }

  /** Introduces itself. */
  void open() {
    byte[] frame = story.openSession();
    log.accept(new LogRecord.Open(session, received, null,
        Arrays.copyOfRange(frame, Frames.LENGTH_PREFIX, frame.length)));
  }

  /**
   * Says what there is to say.
   *
   * @param until in microseconds of the story
   * @return how many events
   */
  int say(long until) {
    received = start + until + TRAVEL_MICROS;
    int events = 0;
    for (int end = story.tell(until, buffer, 0, buffer.length); end > 0; end = story.tell(until, buffer, 0,
        buffer.length)) {
      events += send(Arrays.copyOf(buffer, end));
    }
    return events;
  }

  /** Says a Status that ends after its discriminator; how many frames that is. */
  int sayMalformed() {
    byte[] frame = new byte[Frames.LENGTH_PREFIX + Frames.EVENT_HEADER];
    Frames.writeLength(Frames.EVENT_HEADER, frame, 0);
    long time = JamTime.fromUnixMicros(received);
    for (int i = 0; i < Long.BYTES; i++) {
      frame[Frames.LENGTH_PREFIX + i] = (byte) (time >>> 8 * i);
    }
    frame[frame.length - 1] = STATUS;
    malformed++;
    return send(frame);
  }

  private int send(byte[] frames) {
    var first = new EventNumber(ids.current(), ids.known());
    int count = 0;
    for (int at = 0; at < frames.length; count++) {
      int length = (int) Frames.lengthAt(frames, at);
      at += Frames.LENGTH_PREFIX;
      ids.advance(Events.validate(frames, at, length, protocol), frames, at, length);
      at += length;
    }
    log.accept(new LogRecord.Run(session, received, seq, first, count, frames));
    seq += count;
    bytes += frames.length;
    return count;
  }

  /** Hangs up. */
  void close() {
    log.accept(new LogRecord.Close(session, received, seq, new EventNumber(ids.current(), ids.known()),
        new SessionEnd(EndReason.NODE_CLOSED, true, seq, bytes, malformed, 0, 0)));
  }
}
