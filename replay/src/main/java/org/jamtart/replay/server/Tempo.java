package org.jamtart.replay.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When to send what: as long after the beginning as it was received after the range's first record, divided by the
 * speed. Thread-safe.
 */
final class Tempo {

  private final double speed;
  private final long firstMicros;
  private final long start = System.nanoTime();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Begins now.
   *
   * @param speed       seconds of the log in a second; 0 for no waiting at all
   * @param firstMicros receipt of what is due at once, Unix microseconds
   */
  Tempo(double speed, long firstMicros) {
    this.speed = speed;
    this.firstMicros = firstMicros;
  }

  /**
   * Waits until it is time.
   *
   * @return false when the replay is to stop
   */
  boolean await(long receivedMicros) throws InterruptedException {
    if (speed == 0) {
      return !isStopped();
    }
    double due = (receivedMicros - firstMicros) * 1000.0 / speed;
    double left = due - (System.nanoTime() - start);
    return left <= 0 ? !isStopped() : !stopped.await((long) left, TimeUnit.NANOSECONDS);
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  void stop() {
    stopped.countDown();
  }
}
