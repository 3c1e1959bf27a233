package org.jamtart.gateway.session;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jamtart.gateway.publish.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection reads on: what it holds itself, what all hold, how fast its node may talk; and until when a flush
 * waits for it. On the connection's event loop.
 */
final class Intake {

  /** Why nothing is read for now. */
  private enum Pause {
    /** This connection holds as much as one may. */
    OWN,
    /** All together hold as much for the log as they may. */
    LOG,
    /** There are as many bytes of unfinished frames as there may be, and this connection has more than its share. */
    UNFINISHED,
    /** Its node talks too fast. */
    PACE
  }

  /** A flush: read until the socket is empty or this many bytes have been read of the connection. */
  private record Wanted(long until, CompletableFuture<@Nullable Void> read) {}

  private final Socket socket;
  private final Budget budget;
  private final long most;
  private final Counters counters;
  private final Runnable onResume;
  private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);
  private final Queue<Wanted> flushes = new ArrayDeque<>();
  private final Runnable tryAgain = this::tryAgain;
  private long forLog;
  private int begun;
  private long read;
  private boolean refused;
  private boolean closed;

  /**
   * @param most     bytes that this connection may hold, above which it stops reading
   * @param onResume called when reading goes on after it stood still through no fault of the node's
   */
  Intake(Socket socket, Budget budget, long most, Counters counters, Runnable onResume) {
    this.socket = socket;
    this.budget = budget;
    this.most = most;
    this.counters = counters;
    this.onResume = onResume;
  }

  /** Reading begins. */
  void open() {
    budget.join();
    socket.gate(this::allowance);
  }

  /** Asked before every single read of the socket, so that the bounds hold whatever there is to read. */
  private int allowance() {
    if (closed || !pauses.isEmpty()) {
      return 0;
    }
    long allowed = budget.allowance(forLog, begun);
    refused = allowed == 0;
    return (int) Math.min(allowed, Integer.MAX_VALUE);
  }

  /** Bytes came out of the socket. */
  void read(int bytes) {
    read += bytes;
  }

  /**
   * Bytes are kept: what makes up whole frames until the log has them, the rest until its frame is whole.
   *
   * @param unfinished bytes of the unfinished frame there are now
   */
  void hold(int bytes, int unfinished) {
    int completed = begun + bytes - unfinished;
    forLog += completed;
    budget.take(completed);
    budget.begun(unfinished - begun);
    begun = unfinished;
    if (held() >= most) {
      pause(Pause.OWN);
    }
  }

  /** Bytes are not kept any longer; the budget has been told. */
  void released(long bytes) {
    forLog -= bytes;
    if (forLog == 0 || held() < most / 2) {
      resume(Pause.OWN);
    }
    if (pauses.contains(Pause.LOG) && budget.allowance(forLog, begun) > 0) {
      budget.forget(tryAgain);
      resume(Pause.LOG);
    }
  }

  /** After a round of reading. */
  void roundComplete() {
    if (refused && !closed) {
      refused = false;
      pause(budget.waitsForLog(forLog) ? Pause.LOG : Pause.UNFINISHED);
      budget.await(forLog, begun, tryAgain);
    }
  }

  /** Waits so long before reading on, if at all. */
  void slowDown(long nanos, int events) {
    if (nanos > 0 && !closed && pauses.add(Pause.PACE)) {
      counters.slowed(events);
      counters.paused();
      socket.reading(false);
      socket.loop().schedule(() -> resume(Pause.PACE), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void pause(Pause why) {
    if (!closed && pauses.add(why)) {
      counters.paused();
      socket.reading(false);
    }
  }

  private void resume(Pause why) {
    boolean excused = waitsForTheGateway();
    if (pauses.remove(why) && pauses.isEmpty() && !closed) {
      if (excused) {
        onResume.run();
      }
      socket.reading(true);
      if (!flushes.isEmpty()) {
        socket.readNow(); // the selector is silent about an empty socket
      }
    }
  }

  private void tryAgain() {
    Loops.run(socket.loop(), () -> {
      resume(Pause.UNFINISHED);
      resume(Pause.LOG);
    });
  }

  /** Whether reading stands still. */
  private boolean paused() {
    return !pauses.isEmpty();
  }

  /**
   * Whether it is not the node's fault that nothing comes. It is when reading stands still only because it does not
   * finish its frame.
   */
  boolean waitsForTheGateway() {
    return pauses.size() > 1 || (paused() && !pauses.contains(Pause.UNFINISHED));
  }

  /** Completes the future when all is read that the kernel holds now. */
  void flush(CompletableFuture<@Nullable Void> whenRead) {
    if (closed) {
      whenRead.complete(null);
      return;
    }
    flushes.add(new Wanted(read + socket.receiveBuffer(), whenRead));
    if (!paused()) {
      socket.readNow();
    }
  }

  /** Whether a flush has been waiting for what was read by now; {@link #flushed} is to follow when that is sent. */
  boolean flushDue() {
    return !flushes.isEmpty() && (socket.emptied() || read >= flushes.element().until());
  }

  /** Tells the flushes that are due. */
  void flushed() {
    while (flushDue()) {
      flushes.remove().read().complete(null);
    }
  }

  /** Reads what the kernel holds now, as far as the bounds allow. */
  void readRest() {
    long until = read + socket.receiveBuffer();
    long before;
    do {
      before = read;
      socket.readNow();
    } while (!closed && pauses.isEmpty() && !socket.emptied() && read > before && read < until);
  }

  /** Nothing is read any more; what is unfinished is thrown away. */
  void stop() {
    if (!closed) {
      closed = true;
      budget.leave();
      budget.forget(tryAgain);
      budget.begun(-begun);
      begun = 0;
    }
  }

  /** What was read is sent: whoever waits for that need not any longer. To be called after {@link #stop}. */
  void ended() {
    flushes.forEach(wanted -> wanted.read().complete(null));
    flushes.clear();
  }

  /** Bytes that the log has not acknowledged. */
  private long held() {
    return forLog + begun;
  }
}
