package org.jamtart.replay.server;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a replay to a server has done so far. Written by its threads, read by any. */
public final class PlayCounters {

  final LongAdder records = new LongAdder();
  final LongAdder frames = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder sessions = new LongAdder();
  final LongAdder joined = new LongAdder();
  final LongAdder broken = new LongAdder();
  final LongAdder unopened = new LongAdder();
  final LongAdder foreign = new LongAdder();
  final LongAdder lost = new LongAdder();
  private final AtomicLong reached = new AtomicLong();

  PlayCounters() {}

  void reached(long received) {
    reached.accumulateAndGet(received, Math::max);
  }

  /** Records of the log that are done with. */
  public long records() {
    return records.sum();
  }

  /** Frames sent: events, and what a node sent in their place. */
  public long frames() {
    return frames.sum();
  }

  /** Bytes sent, length prefixes and node information included. */
  public long bytes() {
    return bytes.sum();
  }

  /** Connections made. */
  public long sessions() {
    return sessions.sum();
  }

  /** Of these, the ones that were open when the range began and so begin with a {@code Dropped}. */
  public long joined() {
    return joined.sum();
  }

  /** Connections that the server broke off; what was left of them was not sent. */
  public long broken() {
    return broken.sum();
  }

  /** Sessions left out since the log has no node information of them any more. */
  public long unopened() {
    return unopened.sum();
  }

  /** Records left out since they are none of TART's. */
  public long foreign() {
    return foreign.sum();
  }

  /** Records that retention dropped while the replay was under way. */
  public long lost() {
    return lost.sum();
  }

  /** Receipt of the newest record sent; 1970 before the first. */
  public Instant reached() {
    return Instant.ofEpochMilli(reached.get() / 1000);
  }
}
