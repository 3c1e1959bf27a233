package org.jamtart.query.live;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jamtart.log.LogSettings;
import org.jamtart.wire.TrailingBytes;

/** Opens readers of the log, and bounds how many clients have one of their own. Thread-safe. */
final class Readers {

  private final LogSettings settings;
  private final TrailingBytes trailing;
  private final NodeNames names;
  private final Semaphore permits;

  Readers(LogSettings settings, TrailingBytes trailing, NodeNames names, int most) {
    this.settings = settings;
    this.trailing = trailing;
    this.names = names;
    this.permits = new Semaphore(most, true);
  }

  /** Which log there is now. */
  LogIdentity identity() {
    return LogIdentity.read(settings);
  }

  LogFrames frames() {
    return new LogFrames(trailing, names);
  }

  LogReader open(LogIdentity log, String clientId) {
    return new LogReader(settings, log, clientId);
  }

  /** Takes leave to read older events, for which {@link #release} must follow; false when there is none now. */
  boolean tryAcquire(long waitNanos) throws InterruptedException {
    return permits.tryAcquire(waitNanos, TimeUnit.NANOSECONDS);
  }

  void release() {
    permits.release();
  }

  /** How many more clients may read. */
  int free() {
    return permits.availablePermits();
  }
}
