package org.jamtart.query.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jamtart.query.fixture.Api;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of an event stream as the specification of server-sent events has it, on the JDK's HTTP client. */
final class SseClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final HttpResponse<InputStream> answer;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile String lastId = "";
  private volatile boolean ended;

  private SseClient(HttpClient http, HttpResponse<InputStream> answer) {
    this.http = http;
    this.answer = answer;
  }

  /** A message: its type and its data. */
  record Message(String event, String data, String id) {
    JsonNode json() {
      return JSON.readTree(data);
    }
  }

  /** Connects; with the id of the last message when it has had one. */
  static SseClient connect(Api api, String path, @Nullable String lastId) {
    SseClient client = paused(api, path, lastId);
    if (client.answer.statusCode() == 200) {
      client.read();
    }
    return client;
  }

  /** Connects and reads nothing until {@link #read}. */
  static SseClient paused(Api api, String path, @Nullable String lastId) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request = api.request(path).header("Accept", "text/event-stream");
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      return new SseClient(http, http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpResponse<InputStream> answer() {
    return answer;
  }

  /** The whole body of an answer that is none of a stream. */
  JsonNode problem() {
    return JSON.readTree(answer.body());
  }

  /** The position that the client has. */
  String lastId() {
    return lastId;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Begins to read, in the background. */
  void read() {
    Thread.ofVirtual().start(() -> {
      try (var lines = new BufferedReader(
          new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        String id = "";
        String event = "message";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty()) {
            if (!data.isEmpty()) {
              messages.add(new Message(event, data.toString(), id));
            } else {
              lastId = id; // otherwise when the message is taken
            }
            event = "message";
            data.setLength(0);
          } else if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("event: ")) {
            event = line.substring(7);
          } else if (line.startsWith("data: ")) {
            data.append(line, 6, line.length());
          }
        }
      } catch (IOException e) {
        // closed
      } finally {
        ended = true;
      }
    });
  }

  /** The next message; there must be one. */
  Message next() {
    Message message = poll(PATIENCE);
    if (message == null) {
      throw new AssertionError("no message within " + PATIENCE);
    }
    return message;
  }

  /** The next message; null when none comes. */
  @Nullable
  Message poll(Duration atMost) {
    try {
      Message message = messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (message != null) {
        lastId = message.id();
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Events until there are as many; every message on the way must be one of events. */
  List<JsonNode> events(int count) {
    List<JsonNode> events = new ArrayList<>();
    while (events.size() < count) {
      Message message = next();
      if (!message.event().equals("message")) {
        throw new AssertionError(message.toString());
      }
      message.json().forEach(events::add);
    }
    return events;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
