package org.jamtart.gateway.publish;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all connections that were read and that the log has not acknowledged. Above the bound nobody reads; below
 * half of it all who waited may go on. When somebody waits, only connections below their equal share read, so that one
 * that talks much does not starve those that talk little. Thread-safe, does not block.
 */
public final class Budget {

  private final long total;
  private final long low;
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * @param total bytes, at least 1
   */
  public Budget(long total) {
    this.total = total;
    this.low = (total + 1) / 2;
  }

  /** One more connection shares. */
  public void join() {
    connections.incrementAndGet();
  }

  /** One connection less shares. */
  public void leave() {
    connections.decrementAndGet();
  }

  /**
   * Whether a connection may read now.
   *
   * @param own what it holds itself, bytes
   */
  public boolean permits(long own) {
    return held.get() < total && (waiting.isEmpty() || own < total / Math.max(1, connections.get()));
  }

  /** Books bytes that were read. */
  public void take(long bytes) {
    held.addAndGet(bytes);
  }

  /** Books bytes that were acknowledged or thrown away. */
  public void give(long bytes) {
    if (held.addAndGet(-bytes) < low) {
      wake();
    }
  }

  /**
   * Has somebody called when reading may go on; at once if it already may.
   *
   * @param resume may be called on any thread; must neither block nor throw
   */
  public void await(Runnable resume) {
    waiting.add(resume);
    // What was given back since the caller was refused may have been the last: nobody else would wake it then.
    if (held.get() < low) {
      wake();
    }
  }

  /** Takes back {@link #await}. */
  public void forget(Runnable resume) {
    waiting.remove(resume);
  }

  private void wake() {
    for (Runnable resume = waiting.poll(); resume != null; resume = waiting.poll()) {
      resume.run();
    }
  }

  /** Bytes that are held now. */
  public long held() {
    return held.get();
  }

  /** Connections that wait for others' bytes to be acknowledged. */
  public int waiting() {
    return waiting.size();
  }
}
