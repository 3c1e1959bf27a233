package org.jamtart.gateway.session;

import io.netty.channel.EventLoop;
import java.util.function.IntConsumer;
import org.jamtart.gateway.publish.Budget;
import org.jamtart.gateway.publish.LogWriter;
import org.jamtart.log.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a session gave to the log and what became of it. The log may keep it long after the session's end, so it holds
 * nothing of the session then. On the connection's event loop, except where said.
 */
final class Deliveries {

  /** What a record that is not a run is taken to cost in memory until it is acknowledged, bytes. */
  static final int OVERHEAD = 8 * 1024;

  private final LogWriter log;
  private final Budget budget;
  private final Counters counters;
  private final EventLoop loop;
  private int inFlight;
  private volatile boolean failed;
  private volatile @Nullable IntConsumer onSettled;

  /**
   * @param onSettled hears on the event loop how many bytes are settled, whatever became of them
   */
  Deliveries(LogWriter log, Budget budget, Counters counters, EventLoop loop, IntConsumer onSettled) {
    this.log = log;
    this.budget = budget;
    this.counters = counters;
    this.loop = loop;
    this.onSettled = onSettled;
  }

  /**
   * Sends a record. After one that failed none is sent: it would hide that something is missing.
   *
   * @param bytes  what it was booked with
   * @param frames how many frames it has
   * @return false when it was thrown away instead; the budget has it back
   */
  boolean send(LogRecord record, int bytes, int frames) {
    if (failed) {
      counters.lost(frames);
      budget.give(bytes);
      return false;
    }
    inFlight++;
    log.write(record, failure -> settled(failure, bytes, frames));
    return true;
  }

  /** Says that the session has ended; that is written whatever became of the records before. */
  void close(LogRecord.Close close) {
    onSettled = null;
    budget.take(OVERHEAD);
    log.write(close, failure -> budget.give(OVERHEAD));
  }

  /** On any thread. */
  private void settled(@Nullable Exception failure, int bytes, int frames) {
    if (failure == null) {
      counters.acknowledged(frames);
    } else {
      failed = true;
      counters.lost(frames);
    }
    budget.give(bytes);
    if (onSettled != null) {
      Loops.run(loop, () -> settledOnLoop(bytes));
    }
  }

  private void settledOnLoop(int bytes) {
    inFlight--;
    IntConsumer then = onSettled;
    if (then != null) {
      then.accept(bytes);
    }
  }

  /** Whether the log has not answered for all of them. */
  boolean areUnderWay() {
    return inFlight > 0;
  }

  /** Whether the log refused one for good. */
  boolean failed() {
    return failed;
  }
}
