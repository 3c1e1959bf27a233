package org.jamtart.query.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.query.fixture.Api;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the socket on the JDK's WebSocket. */
final class WsClient implements WebSocket.Listener, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final AtomicInteger pings = new AtomicInteger();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private volatile boolean paused;
  private volatile boolean closed;
  private volatile String ending = "the connection is open";

  private WsClient(Api api, String path) {
    socket = http.newWebSocketBuilder()
        .buildAsync(URI.create(api.root().replaceFirst("http", "ws") + path), this)
        .join();
  }

  static WsClient connect(Api api, String path) {
    return new WsClient(api, path);
  }

  /** Connected, greeted, and subscribed. */
  static WsClient subscribed(Api api, String subscription) {
    WsClient client = connect(api, "/api/ws");
    client.send(subscription);
    client.next("subscribed");
    return client;
  }

  void send(String message) {
    socket.sendText(message, true).join();
  }

  /** Reads nothing more until {@link #resume}. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    socket.request(1);
  }

  int pings() {
    return pings.get();
  }

  boolean isClosed() {
    return closed;
  }

  /** The next message of any type; null when none comes. */
  @Nullable
  JsonNode poll(Duration atMost) {
    try {
      return messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next message of any type; there must be one. */
  JsonNode next() {
    JsonNode message = poll(PATIENCE);
    if (message == null) {
      throw new AssertionError("no message within " + PATIENCE + "; " + ending);
    }
    return message;
  }

  /** The next message of a type; those before it are passed over. */
  JsonNode next(String type) {
    while (true) {
      JsonNode message = next();
      if (message.get("type").stringValue().equals(type)) {
        return message;
      }
    }
  }

  /** Data of as many events, single or in batches; other messages but stats are not expected. */
  List<JsonNode> events(int count) {
    List<JsonNode> events = new ArrayList<>();
    while (events.size() < count) {
      JsonNode message = next();
      switch (message.get("type").stringValue()) {
        case "event" -> events.add(message.get("data"));
        case "batch" -> message.get("data").forEach(event -> events.add(event.get("data")));
        case "stats", "connected" -> {
        }
        default -> throw new AssertionError(message.toString());
      }
    }
    return events;
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(JsonMapper.shared().readTree(text.toString()));
      text.setLength(0);
    }
    if (!paused) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    pings.incrementAndGet();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ending = "closed with " + code + " " + reason;
    closed = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ending = "failed with " + error;
    closed = true;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
