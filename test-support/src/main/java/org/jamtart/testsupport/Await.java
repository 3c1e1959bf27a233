package org.jamtart.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Waits for a condition, with a deadline. What a test knows how to flush it should flush; this is for what
 * happens by itself, such as the end of a process or of a connection.
 */
public final class Await {

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Await() {}

  /**
   * Waits until the condition holds; it is asked at least once.
   *
   * @param description what is waited for, as the end of "waited for"
   * @param timeout how long at the most
   * @throws AssertionError if it did not hold in time
   */
  public static void until(String description, Duration timeout, BooleanSupplier condition) {
    value(description, timeout, condition::getAsBoolean, holds -> holds);
  }

  /**
   * Waits until a value is as expected, and returns it.
   *
   * @param description what is waited for, as the end of "waited for"
   * @param timeout how long at the most
   * @param source gives the present value; asked at least once, on this thread; what it throws ends the wait
   * @param expected whether this is the value that is waited for
   * @throws AssertionError if it was not in time; the message shows the last value
   */
  public static <T> T value(String description, Duration timeout, Callable<T> source,
      Predicate<? super T> expected) {
    long begin = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      T value = ask(description, source);
      if (expected.test(value)) {
        return value;
      }
      long left = timeout.toNanos() - (System.nanoTime() - begin);
      if (left <= 0) {
        throw new AssertionError(
            "waited %d ms for %s; last value: %s".formatted(timeout.toMillis(), description, value));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError(
            "interrupted while waiting for %s; last value: %s".formatted(description, value));
      }
      LockSupport.parkNanos(Math.min(pause, left));
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private static <T> T ask(String description, Callable<T> source) {
    try {
      return source.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("while waiting for " + description, e);
    }
  }
}
