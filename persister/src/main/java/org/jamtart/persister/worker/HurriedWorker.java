package org.jamtart.persister.worker;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A worker whose rest ends when a flush waits for its work. */
public abstract class HurriedWorker extends Worker {

  /** Between two looks whether to stop. */
  private static final Duration ATTENTION = Duration.ofMillis(100);

  private final Bell bell;
  /** Of the worker's thread alone. */
  private boolean hurried;

  /**
   * @param name     of the thread, {@code tart-NAME}, and in the log
   * @param patience how long a stop waits for the look that is under way
   */
  protected HurriedWorker(String name, Duration patience, DataSource dataSource) {
    super(name, patience);
    this.bell = new Bell(dataSource);
  }

  @Override
  protected final boolean pause(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    hurried = false;
    try {
      long left = most.toNanos();
      while (!isStopping() && left > 0 && !hurried) {
        hurried = bell.await(Duration.ofNanos(Math.clamp(left, 1_000_000, ATTENTION.toNanos())));
        left = until - System.nanoTime();
      }
      return isStopping();
    } catch (SQLException e) {
      return awaitStop(most);
    }
  }

  /** Whether a flush waits for the look that is under way. */
  protected final boolean isHurried() {
    return hurried;
  }

  @Override
  protected void end() {
    bell.close();
  }
}
