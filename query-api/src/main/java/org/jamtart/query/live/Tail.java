package org.jamtart.query.live;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jamtart.query.live.Batch.Message;
import org.jamtart.query.live.Passage.Gap;
import org.jamtart.query.live.Passage.Stretch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the log's end for all clients of this process: decodes and renders every event once, and keeps the newest. It never
 * waits for a client. While Kafka is away it tries again and goes on where it was.
 */
final class Tail implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_MILLIS = 3_000;

  private final LiveSettings settings;
  private final Readers readers;
  private final JsonMapper json;
  private final InstantSource clock;
  private final LiveCounters counters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Channel.Key, Channel> channels = new HashMap<>();
  private volatile @Nullable Now now;
  private volatile boolean running;
  private volatile @Nullable LogReader reader;
  private @Nullable Thread thread;
  private boolean failing;

  Tail(LiveSettings settings, Readers readers, JsonMapper json, InstantSource clock, LiveCounters counters) {
    this.settings = settings;
    this.readers = readers;
    this.json = json;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Where the tail is.
   *
   * @param position where a client goes on that has everything before batch {@code next}
   */
  record Now(LogIdentity log, Ring ring, long next, StreamPosition position) {}

  /** A client's place: with which batch it goes on, and how many events its channel had before. */
  record Place(Ring ring, Channel channel, long next, long seen) {}

  /** Where it is; null before the log was found. */
  @Nullable
  Now now() {
    return now;
  }

  /** Whether it follows this log, or will again once Kafka answers. */
  boolean follows(LogIdentity log) {
    Now at = now;
    return running && at != null && at.log().equals(log);
  }

  /** Whether it has been started and not been closed. */
  boolean isRunning() {
    return running;
  }

  /** The newest events that are remembered, oldest first. */
  List<LiveEvent> recent(int most) {
    Deque<LiveEvent> recent = new ArrayDeque<>();
    Now at = now;
    if (at != null) {
      for (long number = at.next() - 1; recent.size() < most; number--) {
        Batch batch = at.ring().get(number);
        if (batch == null) {
          break;
        }
        if (batch.passage() instanceof Stretch stretch) {
          for (int i = stretch.events().size() - 1; i >= 0 && recent.size() < most; i--) {
            recent.addFirst(stretch.events().get(i));
          }
        }
      }
    }
    return List.copyOf(recent);
  }

  /** Begins to follow the log. */
  synchronized void start() {
    if (!running) {
      running = true;
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
    endAll();
  }

  /**
   * Finds a client's place and keeps its channel going until {@link #leave}.
   *
   * @param from the client's position; null for the newest
   * @return null when the newest batches do not reach back to the position, or the log has not been found
   */
  @Nullable
  Place join(LogIdentity log, LiveFilter filter, Look look, @Nullable StreamPosition from) {
    lock.lock();
    try {
      Now at = now;
      if (at == null || !running || !at.log().equals(log)) {
        return null;
      }
      Ring ring = at.ring();
      long next = from == null ? ring.next() : ring.place(from);
      if (next < 0) {
        return null;
      }
      Channel channel = channels.computeIfAbsent(new Channel.Key(filter, look),
          key -> new Channel(filter, look, ring.next()));
      channel.clients(1);
      return new Place(ring, channel, next, next == ring.next() ? channel.total() : -1);
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place up. */
  void leave(Place place) {
    lock.lock();
    try {
      if (place.channel().clients(-1) == 0) {
        channels.remove(place.channel().key(), place.channel());
      }
    } finally {
      lock.unlock();
    }
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
          if (now == null) {
            log.info("event=live-tail-awaits-log cause=\"{}\"", String.valueOf(e.getMessage()));
          } else {
            log.warn("event=live-tail-lost cause=\"{}\"", String.valueOf(e.getMessage()));
          }
        }
        if (e instanceof BadPositionException || e instanceof IllegalStateException) {
          forget();
        }
        LockSupport.parkNanos(RETRY_NANOS);
      } catch (RuntimeException e) {
        log.error("event=live-tail-failed", e);
        forget();
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void follow() throws BadPositionException {
    LogIdentity identity = readers.identity();
    Now before = now;
    if (before != null && !before.log().equals(identity)) {
      log.warn("event=live-log-changed");
      forget();
      before = null;
    }
    try (LogReader opened = readers.open(identity, "tart-query-tail")) {
      reader = opened;
      if (before == null) {
        StreamPosition end = opened.toEnd();
        now = new Now(identity, new Ring(settings.memory().toBytes(), 0, end), 0, end);
        follow(opened, new Course(end, readers.frames(), this::publish));
      } else {
        var course = new Course(before.position(), readers.frames(), this::publish);
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
        settle(course.position());
      }
      if (channelCount() == 0) {
        LockSupport.parkNanos(IDLE.toNanos()); // nobody waits: less often is cheaper
      }
    }
  }

  private void publish(Passage passage) {
    lock.lock();
    try {
      Now at = now;
      if (at == null) {
        return;
      }
      Map<Channel, Message> messages = passage instanceof Stretch stretch
          ? messages(stretch)
          : Map.of();
      long number = at.ring().next();
      at.ring().add(new Batch(number, passage, messages));
      now = new Now(at.log(), at.ring(), number + 1, passage.end());
      if (passage instanceof Gap) {
        channels.values().forEach(channel -> channel.publish(number));
      } else {
        messages.keySet().forEach(channel -> channel.publish(number));
      }
    } finally {
      lock.unlock();
    }
  }

  private Map<Channel, Message> messages(Stretch stretch) {
    counters.add(stretch.events());
    Map<Channel, Message> messages = new IdentityHashMap<>();
    var rows = new Rows(json, stretch, clock.instant());
    for (Channel channel : channels.values()) {
      int[] indexes = channel.matches(stretch.events());
      if (indexes.length > 0) {
        Payload payload = rows.render(channel.look(), indexes, stretch.end());
        messages.put(channel, new Message(payload, indexes.length, channel.count(indexes.length)));
      }
    }
    return messages;
  }

  /** Records without events move the position, too. */
  private void settle(StreamPosition position) {
    Now at = now;
    if (at != null && !at.position().equals(position)) {
      now = new Now(at.log(), at.ring(), at.next(), position);
    }
  }

  /** Begins again at the log's end, without the clients: their positions say nothing any more. */
  private void forget() {
    lock.lock();
    try {
      now = null;
      endAll();
    } finally {
      lock.unlock();
    }
  }

  private void endAll() {
    lock.lock();
    try {
      channels.values().forEach(Channel::end);
      channels.clear();
    } finally {
      lock.unlock();
    }
  }

  /** How many different things clients want. */
  int channelCount() {
    lock.lock();
    try {
      return channels.size();
    } finally {
      lock.unlock();
    }
  }

  /** A figure of the ring, 0 before the log was found. */
  double figure(ToDoubleFunction<Ring> figure) {
    Now at = now;
    return at == null ? 0 : figure.applyAsDouble(at.ring());
  }

  /** For who renders events by itself. */
  Rows rows(Stretch stretch) {
    return new Rows(json, stretch, clock.instant());
  }
}
