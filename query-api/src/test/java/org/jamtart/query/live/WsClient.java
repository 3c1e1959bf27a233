package org.jamtart.query.live;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jamtart.query.fixture.Api;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the socket. Not the JDK's: of a thousand long messages on full cores it takes one for broken whose bytes are as they
 * should be (25.0.3).
 */
final class WsClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final AtomicInteger pings = new AtomicInteger();
  /** Whoever has it may read; who pauses takes it away. */
  private final Semaphore reading = new Semaphore(1);
  private final Connection connection;
  private volatile boolean closed;
  private volatile String ending = "the connection is open";

  private WsClient(Api api, String path) {
    connection = new Connection(URI.create(api.root().replaceFirst("http", "ws") + path));
    connection.setConnectionLostTimeout(0); // it answers pings and sends none
    try {
      if (!connection.connectBlocking(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("no connection; " + ending);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private final class Connection extends WebSocketClient {

    Connection(URI uri) {
      super(uri);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      // messages will come
    }

    @Override
    public void onMessage(String text) {
      reading.acquireUninterruptibly();
      reading.release();
      messages.add(JsonMapper.shared().readTree(text));
    }

    @Override
    public void onWebsocketPing(WebSocket from, Framedata ping) {
      pings.incrementAndGet();
      super.onWebsocketPing(from, ping);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      ending = "closed with " + code + " " + reason;
      closed = true;
    }

    @Override
    public void onError(Exception error) {
      ending = "failed with " + error;
      closed = true;
    }
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
    connection.send(message);
  }

  /** Reads nothing more until {@link #resume}. */
  void pause() {
    reading.acquireUninterruptibly();
  }

  void resume() {
    reading.release();
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
      throw interrupted(e);
    }
  }

  private static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError(e);
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
  public void close() {
    reading.release();
    connection.closeConnection(CloseFrame.ABNORMAL_CLOSE, ""); // cut, as by a client that is gone
  }
}
