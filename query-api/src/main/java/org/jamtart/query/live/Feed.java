package org.jamtart.query.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.jamtart.query.live.Batch.Message;
import org.jamtart.query.live.Passage.Gap;
import org.jamtart.query.live.Passage.Stretch;
import org.jamtart.query.live.Tail.Now;
import org.jamtart.query.live.Tail.Place;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What one client gets, in order: first, where the newest batches do not reach back to its position, from the log itself, then
 * from the batches. Between the two nothing is left out and nothing comes twice. For one thread; {@link #close} from the same.
 */
final class Feed implements AutoCloseable {

  private static final long LONGEST_POLL_NANOS = Duration.ofMillis(200).toNanos();

  private final Tail tail;
  private final Readers readers;
  private final LiveFilter filter;
  private final Look look;
  private final Deque<Item> ready = new ArrayDeque<>();
  private final LogIdentity log;
  private StreamPosition position;
  /** Events before it are not for this client; null once all batches begin behind it. */
  private @Nullable StreamPosition from;
  private volatile @Nullable Place place;
  private volatile boolean woken;
  private @Nullable CatchUp catchUp;
  private long next;
  /** Events that the channel had when this client was last up to date; -1 when that cannot be said. */
  private long seen = -1;
  private @Nullable StreamPosition lostFrom;

  private Feed(Tail tail, Readers readers, LiveFilter filter, Look look, Now now,
      @Nullable StreamPosition from) {
    this.tail = tail;
    this.readers = readers;
    this.filter = filter;
    this.look = look;
    this.log = now.log();
    this.from = from;
    this.position = from == null ? now.position() : from;
  }

  /**
   * Opens one.
   *
   * @param from the client's position; null for events from now on
   * @throws BadPositionException when it is no position of this log
   * @throws ProblemException when it cannot be served now
   */
  static Feed open(Tail tail, Readers readers, LiveFilter filter, Look look, @Nullable StreamPosition from)
      throws BadPositionException, InterruptedException {
    Now now = tail.now();
    if (now == null) {
      throw unavailable();
    }
    if (from != null && (from.log() != now.log().number() || from.partitions() != now.log().partitions())) {
      throw new BadPositionException("of another log");
    }
    var feed = new Feed(tail, readers, filter, look, now, from);
    try {
      if (from != null && !now.position().hasReached(from)) {
        try (LogReader reader = readers.open(now.log(), "tart-query-check")) {
          reader.to(from); // ahead of the tail, and so perhaps of everything
        }
      }
      if (!feed.join() && !feed.beginCatchUp(0)) {
        throw Problem.of("stream-busy", "Too many clients read older events", HttpStatus.SERVICE_UNAVAILABLE,
            "as many clients as may are reading older events from the log: try again, or leave the position "
                + "out for events from now on")
            .asException();
      }
      return feed;
    } catch (KafkaException e) {
      throw unavailable();
    }
  }

  /** What is said while the log is not known. */
  static ProblemException unavailable() {
    return Problem.of("log-unavailable", "The log cannot be read", HttpStatus.SERVICE_UNAVAILABLE,
        "Kafka does not answer, or the topic is not there yet: try again").asException();
  }

  /** Where the client goes on that has everything that was handed out. */
  StreamPosition position() {
    return position;
  }

  /** The next item; null when nothing comes within the time. */
  @Nullable
  Item next(Duration atMost) throws InterruptedException, BadPositionException {
    Item item = ready.poll();
    if (item != null) {
      return item;
    }
    return place == null ? nextOfLog(atMost.toNanos()) : nextOfBatches(atMost.toNanos());
  }

  /** Lets {@link #next} come back at once, now or the next time; from any thread. */
  void wake() {
    woken = true;
    Place at = place;
    if (at != null) {
      at.channel().nudge();
    }
  }

  private boolean join() {
    Place found = tail.join(log, filter, look, from);
    if (found == null) {
      return false;
    }
    place = found;
    next = found.next();
    seen = found.seen();
    return true;
  }

  private boolean beginCatchUp(long waitNanos) throws InterruptedException, BadPositionException {
    if (!readers.tryAcquire(waitNanos)) {
      return false;
    }
    catchUp = CatchUp.begin(readers, log, position);
    return true;
  }

  private @Nullable Item nextOfLog(long nanos) throws InterruptedException, BadPositionException {
    if (!tail.follows(log)) {
      return new Item.End();
    }
    if (catchUp == null && !beginCatchUp(nanos)) {
      return null;
    }
    CatchUp reading = Objects.requireNonNull(catchUp);
    Passage passage = reading.poll();
    if (passage == null) {
      position = reading.position();
      from = position;
      if (join()) {
        reading.close();
        catchUp = null;
        return null;
      }
      reading.read(Math.min(nanos, LONGEST_POLL_NANOS));
      passage = reading.poll();
    }
    if (passage == null) {
      return null;
    }
    position = passage.end();
    return own(passage, null);
  }

  private @Nullable Item nextOfBatches(long nanos) throws InterruptedException, BadPositionException {
    Place at = Objects.requireNonNull(place);
    long left = nanos;
    while (true) {
      while (next < at.ring().next()) {
        Batch batch = at.ring().get(next);
        if (batch == null) {
          if (!fallBack(at)) {
            return null;
          }
        } else {
          next++;
          Item item = item(at, batch);
          position = from == null ? batch.passage().end() : position.later(batch.passage().end());
          if (item != null) {
            return item;
          }
        }
      }
      settle(at);
      if (at.channel().isEnded()) {
        return new Item.End();
      }
      if (left <= 0) {
        return null;
      }
      if (woken) {
        woken = false;
        return null;
      }
      left = at.channel().await(next, left, () -> woken);
    }
  }

  /** The batch is not kept any more: the client is too slow. False when it has to read the log itself. */
  private boolean fallBack(Place at) {
    if (from != null || seen < 0) { // it is still getting what it asked for, of which nothing may be missing
      from = position;
      leave();
      return false;
    }
    if (lostFrom == null) {
      lostFrom = position;
    }
    next = at.ring().first();
    return true;
  }

  private @Nullable Item item(Place at, Batch batch) {
    if (from != null && batch.passage().start().hasReached(from)) {
      from = null;
    }
    if (batch.passage() instanceof Gap gap) {
      return new Item.Lost(gap);
    }
    if (from != null || batch.number() < at.channel().since()) {
      return own(batch.passage(), from);
    }
    Message message = batch.message(at.channel());
    if (message == null) {
      return null;
    }
    StreamPosition lost = lostFrom;
    long missed = message.before() - seen;
    seen = message.before() + message.events();
    var events = new Item.Events(message.payload(), message.events());
    if (lost == null) {
      return events;
    }
    lostFrom = null;
    if (missed == 0) {
      return events;
    }
    ready.add(events);
    return new Item.Lag(missed, lost, batch.passage().start());
  }

  /** What is not rendered for the whole channel. */
  private @Nullable Item own(Passage passage, @Nullable StreamPosition behind) {
    return switch (passage) {
      case Gap gap -> new Item.Lost(gap);
      case Stretch stretch -> {
        int[] indexes = IntStream.range(0, stretch.events().size()).filter(i -> {
          LiveEvent event = stretch.events().get(i);
          return filter.matches(event)
              && (behind == null || behind.isBefore(event.partition(), event.offset(), event.frame()));
        }).toArray();
        StreamPosition end = behind == null ? stretch.end() : behind.later(stretch.end());
        yield indexes.length == 0
            ? null
            : new Item.Events(tail.rows(stretch).render(look, indexes, end), indexes.length);
      }
    };
  }

  /** Nothing is left to be had: the client is where the tail is. */
  private void settle(Place at) {
    Now now = tail.now();
    if (now != null && now.ring() == at.ring() && now.next() == next) {
      position = from == null ? now.position() : position.later(now.position());
    }
  }

  private void leave() {
    Place at = place;
    if (at != null) {
      tail.leave(at);
      place = null;
    }
  }

  @Override
  public void close() {
    leave();
    CatchUp reading = catchUp;
    if (reading != null) {
      reading.close();
      catchUp = null;
    }
  }
}
