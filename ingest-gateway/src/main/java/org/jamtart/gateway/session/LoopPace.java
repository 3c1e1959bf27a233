package org.jamtart.gateway.session;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets an event loop work a part of its time at the most. While it rests, what nodes send waits in the kernel, and then with them: a
 * machine that stores what it takes has something left for storing. One for each loop, of whose thread it is.
 */
final class LoopPace implements SelectStrategy {

  /** What a loop that was idle may work before it rests, and what it may owe: a slow start is not paid for all along. */
  private static final long BURST_NANOS = 20_000_000;
  private static final long SHORTEST_REST_NANOS = 1_000_000;
  private static final long LONGEST_REST_NANOS = 250_000_000;

  private final SelectStrategy then;
  private final double share;
  private final LongSupplier clock;
  private final LongSupplier work;
  private final LongConsumer rest;
  private long seen;
  private long worked;
  private double left = BURST_NANOS;
  private boolean begun;

  /**
   * @param then  what to do behind the rest
   * @param share of its time that it may work; above 0, below 1
   * @param clock nanoseconds
   * @param work  nanoseconds for which the loop has worked in all
   * @param rest  lets it rest for some nanoseconds
   */
  LoopPace(SelectStrategy then, double share, LongSupplier clock, LongSupplier work, LongConsumer rest) {
    this.then = then;
    this.share = share;
    this.clock = clock;
    this.work = work;
    this.rest = rest;
  }

  /**
   * For loops that may work a part of their time.
   *
   * @param share of their time; 1 and more: as much as they can
   */
  static SelectStrategyFactory of(double share) {
    if (share >= 1) {
      return DefaultSelectStrategyFactory.INSTANCE;
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return () -> new LoopPace(DefaultSelectStrategyFactory.INSTANCE.newSelectStrategy(), share,
        System::nanoTime, threads::getCurrentThreadCpuTime, LockSupport::parkNanos);
  }

  @Override
  public int calculateStrategy(IntSupplier selected, boolean hasTasks) throws Exception {
    long now = clock.getAsLong();
    long done = work.getAsLong();
    if (begun) {
      double earned = Math.min(BURST_NANOS, left + (now - seen) * share);
      left = Math.max(-BURST_NANOS, earned - (done - worked));
    }
    begun = true;
    seen = now;
    worked = done;
    double due = -left / share;
    if (due >= SHORTEST_REST_NANOS) {
      rest.accept((long) Math.min(due, LONGEST_REST_NANOS));
    }
    return then.calculateStrategy(selected, hasTasks);
  }
}
