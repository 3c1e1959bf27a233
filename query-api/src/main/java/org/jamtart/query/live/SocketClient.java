package org.jamtart.query.live;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.common.KafkaException;
import org.jamtart.query.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A client of {@code /api/ws}. Everything that it is sent, it is sent by one thread of its own, in order; what it asks for is
 * queued for that thread.
 */
final class SocketClient {

  private static final Logger log = LoggerFactory.getLogger(SocketClient.class);
  private static final int MOST_REQUESTS = 64;
  private static final long STATS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long NEVER = Long.MAX_VALUE;
  /** Pings without an answer after which a client counts as gone. */
  private static final int UNANSWERED = 3;

  private final Session session;
  private final SocketParts parts;
  private final SocketMessages messages;
  private final long openedAt = System.nanoTime();
  private final BlockingQueue<String> requests = new ArrayBlockingQueue<>(MOST_REQUESTS);
  private volatile boolean open = true;
  private volatile @Nullable Feed feed;
  private volatile int unanswered;
  private Subscription subscription;
  private JsonNode shownFilter;
  private long events;
  private long metricsNanos = NEVER;

  SocketClient(Session session, SocketParts parts, Look look) {
    this.session = session;
    this.parts = parts;
    this.messages = new SocketMessages(parts);
    this.subscription = new Subscription(LiveFilter.ALL, look, null);
    this.shownFilter = parts.json().readTree("{\"type\":\"All\"}");
  }

  /** What a client gets. */
  record Subscription(LiveFilter filter, Look look, @Nullable StreamPosition from) {}

  /** Takes a request, for which the reply comes in order with everything else. */
  void request(String text) {
    if (!requests.offer(text)) {
      close(CloseReason.CloseCodes.VIOLATED_POLICY, "more requests than are answered");
      return;
    }
    wake();
  }

  /** The client has answered a ping. */
  void answered() {
    unanswered = 0;
  }

  /** The connection is gone. */
  void stop() {
    open = false;
    wake();
  }

  private void wake() {
    Feed waiting = feed;
    if (waiting != null) {
      waiting.wake();
    }
  }

  /** Serves the client until one side has enough. */
  void run() {
    try {
      subscribe(subscription);
      send(messages.connected());
      send(stats());
      serve();
    } catch (IOException | IllegalStateException e) {
      log.debug("event=socket-ended", e); // the client is gone
    } catch (ProblemException e) {
      close(CloseReason.CloseCodes.TRY_AGAIN_LATER, e.problem().title());
    } catch (KafkaException | BadPositionException e) {
      close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "The log cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("event=socket-failed", e);
    } finally {
      unsubscribe();
      close(CloseReason.CloseCodes.GOING_AWAY, "");
    }
  }

  private void serve() throws IOException, InterruptedException, BadPositionException {
    long pingNanos = parts.keepAlive().toNanos();
    long statsAt = System.nanoTime() + STATS_NANOS;
    long pingAt = System.nanoTime() + pingNanos;
    long metricsAt = 0;
    while (open) {
      for (String request = requests.poll(); request != null; request = requests.poll()) {
        long before = metricsNanos;
        reply(request);
        metricsAt = before == metricsNanos ? metricsAt : System.nanoTime();
      }
      long now = System.nanoTime();
      if (now - statsAt >= 0) {
        send(stats());
        statsAt = now + STATS_NANOS;
      }
      if (metricsNanos != NEVER && now - metricsAt >= 0) {
        send(messages.metrics());
        metricsAt = now + metricsNanos;
      }
      if (now - pingAt >= 0) {
        ping();
        pingAt = now + pingNanos;
      }
      long wait = Math.min(statsAt, pingAt) - now;
      if (metricsNanos != NEVER) {
        wait = Math.min(wait, metricsAt - now);
      }
      if (!deliver(Duration.ofNanos(Math.max(0, wait)))) {
        return;
      }
    }
  }

  private boolean deliver(Duration atMost) throws IOException, InterruptedException, BadPositionException {
    Item item = Objects.requireNonNull(feed).next(requests.isEmpty() ? atMost : Duration.ZERO);
    switch (item) {
      case null -> {
        return true;
      }
      case Item.Events(Payload payload, int count) -> {
        RemoteEndpoint.Basic remote = session.getBasicRemote();
        remote.setBatchingAllowed(true); // a message for each event, and not a write to the socket for each message
        for (String text : ((Payload.Texts) payload).texts()) {
          remote.sendText(text);
        }
        remote.setBatchingAllowed(false); // what is left in the buffer goes out
        events += count;
        unanswered = 0; // who reads is there, even if the answer to a ping is behind what it has to read
        parts.clients().sent(count);
      }
      case Item.Lag(long missed, StreamPosition resume, StreamPosition position) -> {
        send(messages.lag(missed, resume, position));
        parts.clients().missed(missed);
      }
      case Item.Lost(Passage.Gap gap) -> send(messages.gap(gap));
      case Item.End end -> {
        return false;
      }
    }
    return true;
  }

  private void ping() throws IOException {
    if (++unanswered > UNANSWERED) {
      throw new IOException("no answer to " + UNANSWERED + " pings");
    }
    session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
  }

  private void reply(String text) throws IOException, InterruptedException {
    SocketRequest request;
    try {
      request = SocketRequest.parse(parts.json(), text, subscription.look());
    } catch (ProblemException e) {
      send(messages.error(e.problem()));
      return;
    }
    switch (request) {
      case SocketRequest.Subscribe(Subscription wanted, JsonNode shown) -> change(wanted, shown);
      case SocketRequest.Unsubscribe any -> {
        unsubscribe();
        resubscribeTo(SocketRequest.NOTHING);
        shownFilter = parts.json().readTree("{\"type\":\"None\"}");
        send(messages.note("unsubscribed", "no more events until the next Subscribe"));
      }
      case SocketRequest.RecentEvents(int limit) -> send(messages.recent(limit));
      case SocketRequest.Ping any -> send(messages.pong(events, System.nanoTime() - openedAt));
      case SocketRequest.SubscribeMetrics(long intervalMillis) -> {
        metricsNanos = Duration.ofMillis(intervalMillis).toNanos();
        send(messages.metricsSubscribed(intervalMillis));
      }
      case SocketRequest.UnsubscribeMetrics any -> {
        metricsNanos = NEVER;
        send(messages.note("metrics_unsubscribed", "no more metrics"));
      }
    }
  }

  private void change(Subscription wanted, JsonNode shown) throws IOException, InterruptedException {
    Feed before = Objects.requireNonNull(feed);
    try {
      feed = Feed.open(parts.tail(), parts.readers(), wanted.filter(), wanted.look(), wanted.from());
    } catch (BadPositionException e) {
      send(messages.error(SocketRequest.badPosition(e)));
      return;
    } catch (ProblemException e) {
      send(messages.error(e.problem()));
      return;
    }
    before.close();
    subscription = wanted;
    shownFilter = shown;
    send(messages.subscribed(shown, wanted.look(), Objects.requireNonNull(feed).position()));
  }

  private void resubscribeTo(LiveFilter filter) throws InterruptedException {
    try {
      subscribe(new Subscription(filter, subscription.look(), null));
    } catch (BadPositionException e) {
      throw new IllegalStateException(e); // there is none
    }
  }

  private void subscribe(Subscription wanted) throws InterruptedException, BadPositionException {
    feed = Feed.open(parts.tail(), parts.readers(), wanted.filter(), wanted.look(), wanted.from());
    subscription = wanted;
  }

  private void unsubscribe() {
    Feed present = feed;
    if (present != null) {
      present.close();
    }
  }

  private String stats() {
    Feed present = Objects.requireNonNull(feed);
    return messages.stats(events, shownFilter, present.position());
  }

  private void send(String text) throws IOException {
    session.getBasicRemote().sendText(text);
  }

  private void close(CloseReason.CloseCode code, String why) {
    open = false;
    try {
      if (session.isOpen()) {
        session.close(new CloseReason(code, why));
      }
    } catch (IOException | IllegalStateException e) {
      // it is closed then
    }
  }
}
