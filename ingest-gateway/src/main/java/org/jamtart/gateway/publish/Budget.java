package org.jamtart.gateway.publish;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all connections that were read and that the log has not acknowledged, in two accounts of which neither can
 * stand in the other's way: what waits for the log, and the beginnings of frames, which wait for their nodes. Each has a
 * bound. Below half of it everybody reads; above half, only connections below their equal share, so that one that talks
 * much does not starve those that talk little. Thread-safe, does not block.
 */
public final class Budget {

  /** The least that is worth a read, bytes. */
  private static final int LEAST_READ = 512;
  /** The share of a connection is not smaller, however many there are. */
  private static final int LEAST_SHARE = 2 * 1024;

  private final long total;
  private final long low;
  private final long middle;
  private final AtomicLong forLog = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Runnable> belowShare = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> aboveShare = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> unfinished = ConcurrentHashMap.newKeySet();

  /**
   * @param total bound of each account in bytes, at least 1
   */
  public Budget(long total) {
    this.total = total;
    this.low = (total + 1) / 2;
    this.middle = low + low / 2;
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
   * How many bytes a connection may read now; 0 for none.
   *
   * @param ownForLog what of it waits for the log, bytes
   * @param ownBegun  what it has of an unfinished frame, bytes
   */
  public long allowance(long ownForLog, long ownBegun) {
    return Math.min(roomForLog(ownForLog), roomForBeginnings(ownBegun));
  }

  private long roomForLog(long own) {
    long now = forLog.get();
    long room = now < low ? total - now : Math.min(total - now, share(total) - own);
    return room < LEAST_READ ? 0 : room;
  }

  /** Never nothing for one below its share, so that those who finish their frames go on whatever the others do. */
  private long roomForBeginnings(long own) {
    long now = begun.get();
    long share = share(low);
    if (now < low) {
      return Math.max(LEAST_READ, low - now + share);
    }
    return own < share ? Math.max(LEAST_READ, share - own) : 0;
  }

  private long share(long of) {
    return Math.max(LEAST_SHARE, of / Math.max(1, connections.get()));
  }

  /** Whether the log's account is what keeps a connection from reading, as {@link #allowance}. */
  public boolean waitsForLog(long ownForLog) {
    return roomForLog(ownForLog) == 0;
  }

  /** Books bytes that are to go to the log. */
  public void take(long bytes) {
    forLog.addAndGet(bytes);
  }

  /** Books bytes that the log has, or never will. */
  public void give(long bytes) {
    long now = forLog.addAndGet(-bytes);
    if (now < middle) {
      wake(belowShare);
    }
    if (now < low) {
      wake(aboveShare);
    }
  }

  /** Books what a connection has of an unfinished frame: so many bytes more, or less if negative. */
  public void begun(long more) {
    if (begun.addAndGet(more) < low && more < 0) {
      wake(unfinished);
    }
  }

  /**
   * Has somebody called once who was refused and may try again now; at once if he may. He may be refused again.
   *
   * @param ownForLog as for {@link #allowance}
   * @param ownBegun  likewise
   * @param resume    may be called on any thread; must neither block nor throw
   */
  public void await(long ownForLog, long ownBegun, Runnable resume) {
    Set<Runnable> waiting = roomForBeginnings(ownBegun) == 0
        ? unfinished
        : ownForLog < share(total) ? belowShare : aboveShare;
    waiting.add(resume);
    // What was given back since the caller was refused may have been the last: nobody else would wake it then.
    if (allowance(ownForLog, ownBegun) > 0 && waiting.remove(resume)) {
      resume.run();
    }
  }

  /** Takes back {@link #await}. */
  public void forget(Runnable resume) {
    belowShare.remove(resume);
    aboveShare.remove(resume);
    unfinished.remove(resume);
  }

  private static void wake(Set<Runnable> waiting) {
    for (Runnable resume : waiting) {
      if (waiting.remove(resume)) {
        resume.run();
      }
    }
  }

  /** Bytes that are held now, of both accounts. */
  public long held() {
    return forLog.get() + begun.get();
  }

  /** Of these, bytes of unfinished frames. */
  public long begun() {
    return begun.get();
  }

  /** Connections that wait until others hold less. */
  public int waiting() {
    return belowShare.size() + aboveShare.size() + unfinished.size();
  }
}
