package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;
import org.jamtart.gateway.limit.Paces;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.log.SessionEnd;

/**
 * A connection that has introduced itself: its frames become runs, its runs go to the log. As long as nothing of it is in
 * flight a run is sent at the end of each round of reading; otherwise frames gather until the acknowledgement comes or
 * the run is full. On the connection's event loop.
 */
final class Session {

  private final SessionRef ref;
  private final FrameBuffer frames;
  private final Paces paces;
  private final Intake intake;
  private final Deliveries deliveries;
  private final LongSupplier micros;
  private final Runnable onLogFailed;
  private long paidFrames;
  private long paidBytes;

  /**
   * @param micros      Unix microseconds that never go back
   * @param onLogFailed called on the event loop, once or more, when the log refused a record for good
   */
  Session(SessionRef ref, FrameBuffer frames, Paces paces, Sessions sessions, Intake intake, EventLoop loop,
      LongSupplier micros, Runnable onLogFailed) {
    this.ref = ref;
    this.frames = frames;
    this.paces = paces;
    this.intake = intake;
    this.deliveries = new Deliveries(sessions.log(), sessions.budget(), sessions.counters(), loop,
        this::settled);
    this.micros = micros;
    this.onLogFailed = onLogFailed;
  }

  /** Tells the log that the session begins; to be called before anything is received. */
  void open(String remote, byte[] nodeInformation) {
    int bytes = nodeInformation.length + Deliveries.OVERHEAD;
    intake.hold(bytes, 0);
    send(new Open(ref, micros.getAsLong(), remote, nodeInformation), bytes, 0);
  }

  /**
   * Takes all bytes.
   *
   * @return false when a frame is too large; nothing may be received after it
   */
  boolean receive(ByteBuf bytes) {
    long now = micros.getAsLong();
    while (bytes.isReadable()) {
      int taken = frames.fill(bytes);
      boolean fits = frames.scan(now);
      intake.hold(taken, frames.partial());
      if (!fits) {
        return false;
      }
      if (frames.mustCut()) {
        sendRun();
      }
    }
    return true;
  }

  /** After a round of reading, or when an acknowledgement came. */
  void sendIfNothingIsInFlight() {
    if (!deliveries.areUnderWay()) {
      sendRun();
    }
  }

  /** Sends the frames that are there, whatever is in flight. */
  void sendRun() {
    if (frames.hasFrames()) {
      Run run = frames.cut();
      send(run, run.frames().length, run.count());
    }
  }

  private void send(LogRecord record, int bytes, int count) {
    if (!deliveries.send(record, bytes, count)) {
      intake.released(bytes);
    }
  }

  private void settled(int bytes) {
    if (deliveries.failed()) {
      onLogFailed.run();
      return;
    }
    sendIfNothingIsInFlight();
    intake.released(bytes);
  }

  /** Nanoseconds to wait before reading on, for the frames since the last call. */
  long payPace(long nowNanos) {
    long events = framesSince();
    long bytes = frames.wholeBytes() - paidBytes;
    paidFrames += events;
    paidBytes += bytes;
    return paces.spend(events, bytes, nowNanos);
  }

  /** Frames since the last {@link #payPace}. */
  long framesSince() {
    return frames.nextSeq() - paidFrames;
  }

  /** Sends what is whole, throws away what is not, and tells the log why the session ended. */
  void end(Ending why) {
    sendRun();
    int partial = frames.partial();
    boolean complete = why == Ending.NODE_CLOSED && partial == 0;
    var end = new SessionEnd(why.reason(), complete, frames.nextSeq(), frames.wholeBytes(),
        frames.malformed(), frames.unknown(), partial);
    deliveries.close(new Close(ref, micros.getAsLong(), frames.nextSeq(), frames.nextId(), end));
  }

  /** Who speaks. */
  SessionRef ref() {
    return ref;
  }

  /** What was received. */
  FrameBuffer frames() {
    return frames;
  }
}
