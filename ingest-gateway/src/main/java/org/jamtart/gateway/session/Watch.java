package org.jamtart.gateway.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one connection: to its first message, between two signs of life, to the end of a message that has
 * begun, and how many malformed messages a minute. Time in which the gateway itself did not read does not count. On the
 * connection's event loop.
 */
final class Watch {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final EventLoop loop;
  private final BooleanSupplier excused;
  private final Runnable readNow;
  private final Consumer<Ending> onLate;
  private final long firstWithin;
  private final long idle;
  private final long frameWithin;
  private final int malformedPerMinute;
  private boolean introduced;
  private boolean stopped;
  private long since;
  private boolean begun;
  private long begunSince;
  private long wholeFrames;
  private long minute;
  private long malformedBefore;
  private @Nullable Future<?> next;

  /**
   * @param excused whether the node cannot help that nothing comes
   * @param readNow reads what the kernel holds; called before anybody is called late
   * @param onLate  hears what it is late with
   */
  Watch(EventLoop loop, SessionSettings settings, BooleanSupplier excused, Runnable readNow,
      Consumer<Ending> onLate) {
    this.loop = loop;
    this.excused = excused;
    this.readNow = readNow;
    this.onLate = onLate;
    this.firstWithin = settings.firstMessageWithin().toNanos();
    this.idle = settings.idle().toNanos();
    this.frameWithin = settings.frameWithin().toNanos();
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
    begunSince = since;
  }

  /**
   * What a round of reading left.
   *
   * @param begun whether a message has begun and is not whole
   * @param whole how many have become whole so far
   */
  void unfinished(boolean begun, long whole) {
    if (begun && (!this.begun || whole != wholeFrames)) {
      begunSince = now();
    }
    this.begun = begun;
    wholeFrames = whole;
  }

  void introduced() {
    introduced = true;
    since = now();
  }

  private void check() {
    if (excused.getAsBoolean()) {
      excused();
    }
    if (late() != null) {
      readNow.run(); // on a busy machine what makes up for it may lie in the kernel since long
    }
    Ending late = late();
    if (stopped) {
      return;
    }
    if (late != null) {
      onLate.accept(late);
    } else {
      // By the next look a limit may have become another one: never later than the shortest of them.
      next = loop.schedule(this::check, Math.min(Math.min(left(), frameLeft()), Math.min(firstWithin, idle)),
          TimeUnit.NANOSECONDS);
    }
  }

  private @Nullable Ending late() {
    if (left() <= 0) {
      return introduced ? Ending.IDLE : Ending.SILENT;
    }
    return frameLeft() <= 0 ? Ending.FRAME_UNFINISHED : null;
  }

  private long left() {
    return since + (introduced ? idle : firstWithin) - now();
  }

  private long frameLeft() {
    return begun ? begunSince + frameWithin - now() : frameWithin;
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
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
