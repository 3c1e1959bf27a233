package org.jamtart.query.live;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jamtart.query.live.Batch.Message;
import org.jamtart.query.live.Passage.Gap;
import org.jamtart.query.live.Passage.Stretch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The newest events of the log, for all clients of this process: every event is rendered once for all who want the same, and
 * kept for a while. {@link Follower} brings them. Thread-safe; it never waits for a client.
 */
final class Tail implements AutoCloseable {

  private final LiveSettings settings;
  private final JsonMapper json;
  private final InstantSource clock;
  private final LiveCounters counters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Channel.Key, Channel> channels = new HashMap<>();
  private volatile @Nullable Now now;
  private volatile boolean open;

  Tail(LiveSettings settings, JsonMapper json, InstantSource clock, LiveCounters counters) {
    this.settings = settings;
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
    return open && at != null && at.log().equals(log);
  }

  /** Whether it takes clients. */
  boolean isOpen() {
    return open;
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

  /** Takes clients from now on. */
  void open() {
    open = true;
  }

  /** Ends the streams of all clients, and takes no more. */
  @Override
  public void close() {
    open = false;
    endAll();
  }

  /** The log was found, and is followed from its end. */
  void begin(LogIdentity log, StreamPosition end) {
    now = new Now(log, new Ring(settings.memory().toBytes(), 0, end), 0, end);
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
      if (at == null || !open || !at.log().equals(log)) {
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

  /** What came next. */
  void publish(Passage passage) {
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
  void settle(StreamPosition position) {
    Now at = now;
    if (at != null && !at.position().equals(position)) {
      now = new Now(at.log(), at.ring(), at.next(), position);
    }
  }

  /** Begins again at the log's end, without the clients: their positions say nothing any more. */
  void forget() {
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
