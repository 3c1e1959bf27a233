package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;
import org.jamtart.gateway.limit.Pace;
import org.jamtart.gateway.publish.Budget;
import org.jamtart.gateway.publish.LogWriter;
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
  private final Pace pace;
  private final LogWriter log;
  private final Budget budget;
  private final Intake intake;
  private final EventLoop loop;
  private final Counters counters;
  private final LongSupplier micros;
  private final Runnable onLogFailed;
  private int inFlight;
  private volatile boolean logFailed;
  private boolean ended;
  private long paidFrames;

  /**
   * @param micros      Unix microseconds that never go back
   * @param onLogFailed called on the event loop, once or more, when the log refused a record for good
   */
  Session(SessionRef ref, FrameBuffer frames, Pace pace, LogWriter log, Budget budget, Intake intake,
      EventLoop loop, Counters counters, LongSupplier micros, Runnable onLogFailed) {
    this.ref = ref;
    this.frames = frames;
    this.pace = pace;
    this.log = log;
    this.budget = budget;
    this.intake = intake;
    this.loop = loop;
    this.counters = counters;
    this.micros = micros;
    this.onLogFailed = onLogFailed;
  }

  /** Tells the log that the session begins; to be called before anything is received. */
  void open(String remote, byte[] nodeInformation) {
    intake.hold(nodeInformation.length);
    send(new Open(ref, micros.getAsLong(), remote, nodeInformation), nodeInformation.length,
        0);
  }

  /**
   * Takes all bytes.
   *
   * @return false when a frame is too large; nothing may be received after it
   */
  boolean receive(ByteBuf bytes) {
    long now = micros.getAsLong();
    while (bytes.isReadable()) {
      intake.hold(frames.fill(bytes));
      if (!frames.scan(now)) {
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
    if (inFlight == 0) {
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
    if (logFailed) {
      // A record after one that the log does not have would hide that something is missing.
      budget.give(bytes);
      intake.released(bytes);
      return;
    }
    inFlight++;
    budget.send(bytes);
    log.write(record, failure -> {
      if (failure != null) {
        logFailed = true;
      } else {
        counters.acknowledged(count);
      }
      budget.settle(bytes);
      Loops.run(loop, () -> settled(bytes));
    });
  }

  private void settled(int bytes) {
    inFlight--;
    if (ended) {
      return;
    }
    if (logFailed) {
      onLogFailed.run();
      return;
    }
    sendIfNothingIsInFlight();
    intake.released(bytes);
  }

  /** Whether the log refused a record for good. */
  boolean logFailed() {
    return logFailed;
  }

  /** Nanoseconds to wait before reading on, for the frames since the last call. */
  long payPace(long nowNanos) {
    int since = (int) framesSince();
    paidFrames = frames.nextSeq();
    return pace.spend(since, nowNanos);
  }

  /** Frames since the last {@link #payPace}. */
  long framesSince() {
    return frames.nextSeq() - paidFrames;
  }

  /** Sends what is whole, throws away what is not, and tells the log why the session ended. */
  void end(Ending why) {
    sendRun();
    int partial = frames.partial();
    ended = true;
    budget.give(partial);
    boolean complete = why == Ending.NODE_CLOSED && partial == 0;
    var end = new SessionEnd(why.reason(), complete, frames.nextSeq(), frames.wholeBytes(),
        frames.malformed(), frames.unknown(), partial);
    log.write(new Close(ref, micros.getAsLong(), frames.nextSeq(), frames.nextId(), end), failure -> {});
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
