package org.jamtart.gateway.publish;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all connections that were read and that the log has not acknowledged. Below half of the bound everybody
 * reads; above half, only connections below their equal share, so that one that talks much does not starve those that
 * talk little; above the bound nobody. Who was refused goes on below half. Thread-safe, does not block.
 */
public final class Budget {

  private final long total;
  private final long low;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
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
    long now = held.get();
    return now < low || (now < total && own < total / Math.max(1, connections.get()));
  }

  /** Books bytes that were read. */
  public void take(long bytes) {
    held.addAndGet(bytes);
  }

  /** Of the bytes that are held, these are on their way to the log. */
  public void send(long bytes) {
    underWay.addAndGet(bytes);
  }

  /** Books bytes that were on their way and are no longer, whatever became of them. */
  public void settle(long bytes) {
    underWay.addAndGet(-bytes);
    give(bytes);
  }

  /** Whether any bytes are on their way, so that others will be given back without anybody's help. */
  public boolean isUnderWay() {
    return underWay.get() > 0;
  }

  /** Books bytes that were thrown away before they were sent. */
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
