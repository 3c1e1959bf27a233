package org.jamtart.persister.replay;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How much of the machine replays leave to live data. Thread-safe. */
final class Pace {

  private final ReplaySettings settings;
  private final BooleanSupplier liveIsBehind;
  private final Stop stop;

  Pace(ReplaySettings settings, BooleanSupplier liveIsBehind, Stop stop) {
    this.settings = settings;
    this.liveIsBehind = liveIsBehind;
    this.stop = stop;
  }

  /** Waits for this process to be told to stop. */
  interface Stop {
    /** Whether it was, within that time. */
    boolean await(Duration most) throws InterruptedException;
  }

  /** Prolongs the lease. */
  interface Sign {
    void give() throws SQLException;
  }

  boolean isStopping() throws InterruptedException {
    return stop.await(Duration.ZERO);
  }

  /**
   * Rests as long as the work of so many nanoseconds demands, and while live data are behind.
   *
   * @return false when this process is to stop
   */
  boolean rest(long worked, Sign sign) throws SQLException, InterruptedException {
    long rest = (long) (worked * (1 / settings.share() - 1));
    if (rest > 0 && stop.await(Duration.ofNanos(Math.min(rest, settings.lease().toNanos() / 3)))) {
      return false;
    }
    while (liveIsBehind.getAsBoolean()) {
      sign.give();
      if (stop.await(settings.lookInterval())) {
        return false;
      }
    }
    return !isStopping();
  }
}
