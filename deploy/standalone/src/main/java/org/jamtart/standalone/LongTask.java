package org.jamtart.standalone;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Something that takes a while at a terminal: says how far it is every few seconds, and is told to stop by Ctrl-C, after
 * which it has some time to end in order.
 */
final class LongTask {

  private static final long PROGRESS_SECONDS = 2;
  private static final long LEAVING_SECONDS = 15;

  private final PrintStream err = System.err;
  private final Runnable stop;
  private final LongSupplier count;
  private final Supplier<String> state;

  /**
   * @param stop  tells it to stop
   * @param count what its rate is counted by
   * @param state what it has done so far, in a few words
   */
  LongTask(Runnable stop, LongSupplier count, Supplier<String> state) {
    this.stop = stop;
    this.count = count;
    this.state = state;
  }

  interface Work {
    void run() throws Exception;
  }

  void run(Work work) throws Exception {
    var over = new CountDownLatch(1);
    long start = System.nanoTime();
    var hook = new Thread(() -> {
      stop.run();
      await(over, LEAVING_SECONDS);
    }, "tart-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Thread progress = Thread.ofPlatform().daemon().name("tart-progress").start(() -> {
      while (!await(over, PROGRESS_SECONDS)) {
        tell(start);
      }
    });
    try {
      work.run();
    } finally {
      over.countDown();
      progress.join();
      tell(start);
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is on its way out because of it
      }
    }
  }

  private void tell(long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    err.printf(Locale.ROOT, "%7.1f s  %s, %,.0f/s%n", seconds, state.get(),
        count.getAsLong() / Math.max(seconds, 1e-3));
    err.flush();
  }

  private static boolean await(CountDownLatch latch, long seconds) {
    try {
      return latch.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
