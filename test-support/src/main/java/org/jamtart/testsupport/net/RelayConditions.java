package org.jamtart.testsupport.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** How good the wire is at present. */
final class RelayConditions {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition thawed = lock.newCondition();
  private boolean frozen;
  private volatile long delayNanos;
  private volatile long bytesPerSecond;

  void freeze() {
    lock.lock();
    try {
      frozen = true;
    } finally {
      lock.unlock();
    }
  }

  void thaw() {
    lock.lock();
    try {
      frozen = false;
      thawed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  void throttle(long newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
  }

  /**
   * How much to read at once: a tenth of a second's worth, so that a throttled wire drips rather than
   * gushes.
   */
  int chunk(int largest) {
    long rate = bytesPerSecond;
    return rate == 0 ? largest : (int) Math.clamp(rate / 10, 1, largest);
  }

  /** Blocks for as long as bytes that were just read have to wait. */
  void hold(int bytes) {
    pause(delayNanos);
    long rate = bytesPerSecond;
    if (rate > 0) {
      pause(TimeUnit.SECONDS.toNanos(bytes) / rate);
    }
    lock.lock();
    try {
      while (frozen) {
        thawed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
