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
    /** All hold as much as they may together. */
    ALL,
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
  private final Runnable resumeAll = this::resumeAll;
  private long held;
  private long read;
  private boolean refused;
  private boolean closed;

  /**
   * @param most     bytes that this connection may hold, above which it stops reading
   * @param onResume called when reading goes on after it stood still
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
    socket.gate(this::mayRead);
  }

  /** Asked before every single read of the socket, so that the bounds are passed by one read at the most. */
  private boolean mayRead() {
    refused = pauses.isEmpty() && !budget.permits(held);
    return pauses.isEmpty() && !refused && !closed;
  }

  /** Bytes came out of the socket. */
  void read(int bytes) {
    read += bytes;
  }

  /** Bytes are kept until the log has them. */
  void hold(int bytes) {
    held += bytes;
    budget.take(bytes);
    if (held >= most) {
      pause(Pause.OWN);
    }
  }

  /** Bytes are not kept any longer; the budget has been told. */
  void released(long bytes) {
    held -= bytes;
    if (held < most / 2) {
      resume(Pause.OWN);
    }
  }

  /** After a round of reading. */
  void roundComplete() {
    if (refused && !closed) {
      refused = false;
      pause(Pause.ALL);
      budget.await(resumeAll);
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
    if (pauses.remove(why) && pauses.isEmpty() && !closed) {
      onResume.run();
      socket.reading(true);
      if (!flushes.isEmpty()) {
        socket.readNow(); // the selector is silent about an empty socket
      }
    }
  }

  private void resumeAll() {
    Loops.run(socket.loop(), () -> resume(Pause.ALL));
  }

  /** Whether reading stands still. */
  boolean paused() {
    return !pauses.isEmpty();
  }

  /** Whether reading stands still only because all hold too much. */
  boolean pausedByOthers() {
    return pauses.size() == 1 && pauses.contains(Pause.ALL);
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

  /** Nothing is read any more. */
  void close() {
    if (!closed) {
      closed = true;
      budget.leave();
      budget.forget(resumeAll);
      flushes.forEach(wanted -> wanted.read().complete(null));
      flushes.clear();
    }
  }

  /** Bytes that the log has not acknowledged. */
  long held() {
    return held;
  }
}
