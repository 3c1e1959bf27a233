package org.jamtart.gateway.publish;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Records that wait, in order, until the producer takes them. Thread-safe, does not block. */
final class Backlog implements AutoCloseable {

  private static final long AGAIN_MILLIS = 20;

  private final Predicate<Sent> trySend;
  private final Queue<Sent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final ScheduledExecutorService timer = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("gateway-backlog").factory());
  private volatile boolean closed;

  /**
   * @param trySend sends a record; false when that is to be tried again later
   */
  Backlog(Predicate<Sent> trySend) {
    this.trySend = trySend;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(Sent sent) {
    waiting.add(sent);
    if (closed) {
      giveUp();
    } else {
      tryLater();
    }
  }

  private void tryLater() {
    if (underWay.compareAndSet(false, true)) {
      timer.schedule(this::tryAgain, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Takes a record away only when it is sent, so that nobody overtakes it. */
  private void tryAgain() {
    for (Sent first = waiting.peek(); first != null && trySend.test(first); first = waiting.peek()) {
      waiting.remove();
    }
    underWay.set(false);
    if (!waiting.isEmpty() && !closed) {
      tryLater();
    }
  }

  private void giveUp() {
    for (Sent sent = waiting.poll(); sent != null; sent = waiting.poll()) {
      sent.settle(new IllegalStateException("the gateway stopped before the log could take it"));
    }
  }

  /** Fails what waits. */
  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    giveUp();
  }
}
