package org.jamtart.gateway.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one connection: to its first message, between two signs of life, and how many malformed messages a
 * minute. Time in which the gateway itself did not read does not count. On the connection's event loop.
 */
final class Watch {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final EventLoop loop;
  private final BooleanSupplier excused;
  private final Consumer<Ending> onLate;
  private final long firstWithin;
  private final long idle;
  private final int malformedPerMinute;
  private boolean introduced;
  private long since;
  private long minute;
  private long malformedBefore;
  private @Nullable Future<?> next;

  /**
   * @param excused whether the node cannot help that nothing comes
   * @param onLate  hears what it is late with
   */
  Watch(EventLoop loop, SessionSettings settings, BooleanSupplier excused, Consumer<Ending> onLate) {
    this.loop = loop;
    this.excused = excused;
    this.onLate = onLate;
    this.firstWithin = settings.firstMessageWithin().toNanos();
    this.idle = settings.idle().toNanos();
    this.malformedPerMinute = settings.malformedPerMinute();
  }

  void start() {
    since = now();
    minute = since;
    check();
  }

  /** Nanoseconds of the loop's clock. */
  long now() {
    return loop.ticker().nanoTime();
  }

  /** Bytes came: after the introduction that is a sign of life; before, the whole message has one deadline. */
  void heard() {
    if (introduced) {
      since = now();
    }
  }

  /** The gateway did not read for a while and does now. */
  void excused() {
    since = now();
  }

  void introduced() {
    introduced = true;
    since = now();
  }

  private void check() {
    if (excused.getAsBoolean()) {
      since = now();
    }
    long left = since + (introduced ? idle : firstWithin) - now();
    if (left <= 0) {
      onLate.accept(introduced ? Ending.IDLE : Ending.SILENT);
    } else {
      // When the introduction comes the limit becomes another one; it is longer unless configured otherwise.
      next = loop.schedule(this::check, Math.min(left, introduced ? idle : Math.min(firstWithin, idle)),
          TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Whether there were too many within a minute.
   *
   * @param malformed malformed messages of the connection so far
   */
  boolean tooManyMalformed(long malformed) {
    if (malformedPerMinute == 0 || malformed == malformedBefore) {
      return false;
    }
    long now = now();
    if (now - minute >= MINUTE_NANOS) {
      minute = now;
      malformedBefore = malformed;
      return false;
    }
    return malformed - malformedBefore > malformedPerMinute;
  }

  void stop() {
    if (next != null) {
      next.cancel(false);
    }
  }
}
