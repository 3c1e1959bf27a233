package org.jamtart.gateway.limit;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often each source address may connect: so many times at once, and then so many times a second. Refusals are not
 * booked, so who is refused may connect again as soon as those of his that were admitted are paid for. Thread-safe.
 */
final class ConnectRate {

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final long nanosPerConnect;
  private final long aheadNanos;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<InetAddress, Long> paidUntil = new ConcurrentHashMap<>();
  private final AtomicLong sweepAt;

  /**
   * @param perSecond 0 for no limit
   * @param atOnce    how many times without waiting
   * @param nanos     a clock that only goes forward
   */
  ConnectRate(int perSecond, int atOnce, LongSupplier nanos) {
    this.nanosPerConnect = perSecond == 0 ? 0 : Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
    this.aheadNanos = atOnce * nanosPerConnect;
    this.nanos = nanos;
    this.sweepAt = new AtomicLong(nanos.getAsLong() + SWEEP_NANOS);
  }

  /** Books a connect; false when it is one too many for now. */
  boolean admits(InetAddress address) {
    if (nanosPerConnect == 0) {
      return true;
    }
    long now = nanos.getAsLong();
    sweep(now);
    var admitted = new boolean[1];
    paidUntil.compute(address, (key, before) -> {
      long from = before == null || before - now < 0 ? now : before;
      long after = from + nanosPerConnect;
      admitted[0] = after - now <= aheadNanos;
      return admitted[0] ? Long.valueOf(after) : before;
    });
    return admitted[0];
  }

  /** Forgets those who owe nothing, lest every address that ever connected be kept. */
  private void sweep(long now) {
    long due = sweepAt.get();
    if (now - due >= 0 && sweepAt.compareAndSet(due, now + SWEEP_NANOS)) {
      paidUntil.values().removeIf(until -> until - now <= 0);
    }
  }

  /** Addresses that are kept in mind. */
  int addresses() {
    return paidUntil.size();
  }
}
