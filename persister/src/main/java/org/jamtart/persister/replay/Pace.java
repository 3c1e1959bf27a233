package org.jamtart.persister.replay;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How much of the machine replays leave to live data. Thread-safe. */
final class Pace {

  private final ReplaySettings settings;
  private final BooleanSupplier liveIsBehind;
  private final CountDownLatch stop;

  /** @param stop is counted down when this process is to stop */
  Pace(ReplaySettings settings, BooleanSupplier liveIsBehind, CountDownLatch stop) {
    this.settings = settings;
    this.liveIsBehind = liveIsBehind;
    this.stop = stop;
  }

  /** Prolongs the lease. */
  interface Sign {
    void give() throws SQLException;
  }

  boolean isStopping() {
    return stop.getCount() == 0;
  }

  /**
   * Rests as long as the work of so many nanoseconds demands, and while live data are behind.
   *
   * @return false when this process is to stop
   */
  boolean rest(long worked, Sign sign) throws SQLException, InterruptedException {
    long rest = (long) (worked * (1 / settings.share() - 1));
    if (rest > 0 && stop.await(Math.min(rest, settings.lease().toNanos() / 3), TimeUnit.NANOSECONDS)) {
      return false;
    }
    while (liveIsBehind.getAsBoolean()) {
      sign.give();
      if (stop.await(settings.lookInterval().toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return !isStopping();
  }
}
