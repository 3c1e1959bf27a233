package org.jamtart.benchmarks.queries;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A dashboard's socket, which wants all events and metrics, and counts what comes. */
final class Socket implements WebSocket.Listener {

  private static final List<String> EXPECTED = List.of("event", "stats", "metrics");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** The kind of a message stands near its beginning. */
  private static final int LOOKED_AT = 200;

  private final ConcurrentHashMap<String, LongAdder> messages = new ConcurrentHashMap<>();
  private final StringBuilder begun = new StringBuilder();
  private @Nullable WebSocket socket;

  static Socket open(HttpClient http, String uri) {
    var opened = new Socket();
    WebSocket socket = http.newWebSocketBuilder()
        .connectTimeout(PATIENCE)
        .buildAsync(URI.create(uri), opened)
        .join();
    socket.sendText("{\"type\":\"Subscribe\",\"filter\":{\"type\":\"All\"}}", true)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    socket.sendText("{\"type\":\"SubscribeMetrics\",\"interval_ms\":1000}", true)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    opened.socket = socket;
    return opened;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (begun.length() < LOOKED_AT) {
      begun.append(data, 0, Math.min(data.length(), LOOKED_AT));
    }
    if (last) {
      for (String kind : EXPECTED) {
        if (begun.indexOf("\"type\":\"" + kind + "\"") >= 0) {
          messages.computeIfAbsent(kind, each -> new LongAdder()).increment();
        }
      }
      begun.setLength(0);
    }
    from.request(1);
    return null;
  }

  /** What has not come of what was to come, between commas. */
  String missing() {
    return String.join(", ", EXPECTED.stream().filter(kind -> !messages.containsKey(kind)).toList());
  }

  void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
