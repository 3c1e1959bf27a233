package org.jamtart.query.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jamtart.query.live.Tail.Now;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log's end, on a thread of its own, and brings what is there to the {@link Tail}, decoded once. While Kafka is away
 * it tries again and goes on where it was.
 */
final class Follower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_MILLIS = 3_000;

  private final LiveSettings settings;
  private final Readers readers;
  private final Tail tail;
  private volatile boolean running;
  private volatile @Nullable LogReader reader;
  private @Nullable Thread thread;
  private boolean failing;

  Follower(LiveSettings settings, Readers readers, Tail tail) {
    this.settings = settings;
    this.readers = readers;
    this.tail = tail;
  }

  /** Begins to follow the log. */
  synchronized void start() {
    if (!running) {
      running = true;
      tail.open();
      thread = Thread.ofPlatform().daemon().name("live-tail").start(this::run);
    }
  }

  /** Ends the streams of all clients. */
  @Override
  public synchronized void close() {
    running = false;
    Thread following = thread;
    LogReader present = reader;
    if (present != null) {
      present.wake();
    }
    if (following != null) {
      try {
        following.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    tail.close();
  }

  private void run() {
    while (running) {
      try {
        follow();
      } catch (WakeupException e) {
        return; // closing
      } catch (KafkaException | BadPositionException | IllegalStateException e) {
        if (!running) {
          return;
        }
        if (!failing) {
          failing = true;
          if (tail.now() == null) {
            log.info("event=live-tail-awaits-log cause=\"{}\"", String.valueOf(e.getMessage()));
          } else {
            log.warn("event=live-tail-lost cause=\"{}\"", String.valueOf(e.getMessage()));
          }
        }
        if (e instanceof BadPositionException || e instanceof IllegalStateException) {
          tail.forget();
        }
        LockSupport.parkNanos(RETRY_NANOS);
      } catch (RuntimeException e) {
        log.error("event=live-tail-failed", e);
        tail.forget();
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void follow() throws BadPositionException {
    LogIdentity identity = readers.identity();
    Now before = tail.now();
    if (before != null && !before.log().equals(identity)) {
      log.warn("event=live-log-changed");
      tail.forget();
      before = null;
    }
    try (LogReader opened = readers.open(identity, "tart-query-tail")) {
      reader = opened;
      if (before == null) {
        StreamPosition end = opened.toEnd();
        tail.begin(identity, end);
        follow(opened, new Course(end, readers.frames(), tail::publish));
      } else {
        var course = new Course(before.position(), readers.frames(), tail::publish);
        var missing = opened.to(before.position());
        if (!missing.isEmpty()) {
          course.leap(missing);
        }
        follow(opened, course);
      }
    } finally {
      reader = null;
    }
  }

  private void follow(LogReader following, Course course) {
    log.info("event=live-tail-found position={}", course.position());
    failing = false;
    long window = settings.batchWindow().toNanos();
    long due = System.nanoTime();
    while (running) {
      long left = due - System.nanoTime();
      following.poll(course.hasEvents() ? Duration.ofNanos(Math.max(0, left)) : IDLE, course::over,
          course::leap);
      if (due - System.nanoTime() <= 0) {
        if (course.hasEvents()) {
          due = System.nanoTime() + window;
        }
        course.hand();
      }
      if (!course.hasEvents()) {
        tail.settle(course.position());
      }
      if (tail.channelCount() == 0) {
        LockSupport.parkNanos(IDLE.toNanos()); // nobody waits: less often is cheaper
      }
    }
  }
}
