package org.jamtart.persister.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A thread that looks for work and rests, again and again, until the process is to stop. Once stopped, it stays so: a
 * process that starts again has workers of its own.
 */
public abstract class Worker implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final String name;
  private final Duration patience;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  /**
   * @param name of the thread, {@code tart-NAME}, and in the log
   * @param patience how long a stop waits for the look that is under way
   */
  protected Worker(String name, Duration patience) {
    this.name = name;
    this.patience = patience;
  }

  /**
   * Does what there is to do, on the worker's thread; ends soon once {@link #isStopping}. An exception ends the worker, so
   * what passes is to be caught.
   */
  protected abstract void look() throws InterruptedException;

  /**
   * Rests, at the most for so long.
   *
   * @return whether the process is to stop
   */
  protected boolean pause(Duration most) throws InterruptedException {
    return awaitStop(most);
  }

  /** The last that the worker's thread does once it is to stop. */
  protected void end() {}

  /** How long to rest after a look that took so long; also before the first, after none. */
  protected abstract Duration rest(Duration worked);

  /** Rests in the middle of a look. Safe for any thread. @return whether the process is to stop, at once when it is */
  protected final boolean awaitStop(Duration most) throws InterruptedException {
    return stop.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether the process is to stop. Safe for any thread. */
  protected final boolean isStopping() {
    return stop.getCount() == 0;
  }

  @Override
  public final void start() {
    running = true;
    Thread.ofPlatform().daemon().name("tart-" + name).start(this::work);
  }

  private void work() {
    try {
      Duration worked = Duration.ZERO;
      while (!pause(rest(worked))) {
        long start = System.nanoTime();
        look();
        worked = Duration.ofNanos(System.nanoTime() - start);
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  @Override
  public final void stop() {
    stop.countDown();
    try {
      if (running && !stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("event={}_stop_timeout waited_s={}", name, patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public final boolean isRunning() {
    return running;
  }
}
