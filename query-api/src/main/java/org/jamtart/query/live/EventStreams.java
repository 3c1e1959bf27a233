package org.jamtart.query.live;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jamtart.query.live.Passage.Missing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes a feed as server-sent events, on the request's own thread, until one side has enough. */
final class EventStreams {

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  private final JsonMapper json;
  private final Clients clients;
  private final Duration keepAlive;

  EventStreams(JsonMapper json, Clients clients, LiveSettings settings) {
    this.json = json;
    this.clients = clients;
    this.keepAlive = settings.keepAlive();
  }

  /** What a {@code gap} message says. */
  record GapMessage(long records, List<Missing> partitions) {}

  /** What a {@code lag} message says. */
  record LagMessage(long missed, String resume) {}

  /** Prepares an answer that does not end. */
  static OutputStream begin(HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // proxies pass every message on at once
    return response.getOutputStream();
  }

  /** Returns when the client is gone or there will be nothing more. */
  void serve(Feed feed, HttpServletResponse response) throws InterruptedException, BadPositionException {
    try {
      OutputStream out = begin(response);
      write(out, position(feed.position()));
      while (true) {
        Item item = feed.next(keepAlive);
        switch (item) {
          case null -> write(out, position(feed.position()));
          case Item.Events(Payload payload, int events) -> {
            write(out, ((Payload.Block) payload).bytes());
            clients.sent(events);
          }
          case Item.Lag(long missed, StreamPosition resume, StreamPosition position) -> {
            write(out, message("lag", position, new LagMessage(missed, resume.text())));
            clients.missed(missed);
          }
          case Item.Lost(Passage.Gap gap) ->
            write(out, message("gap", gap.end(), new GapMessage(gap.records(), gap.missing())));
          case Item.End end -> {
            return;
          }
        }
      }
    } catch (IOException e) {
      // the client is gone
    } catch (KafkaException e) {
      log.warn("event=stream-ended cause=\"{}\"", e.getMessage()); // the client comes back with its position
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Moves the client's position and nothing else. */
  private static byte[] position(StreamPosition position) {
    return (":\nid: " + position.text() + "\n\n").getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] message(String event, StreamPosition position, Object data) {
    return ("id: " + position.text() + "\nevent: " + event + "\ndata: " + json.writeValueAsString(data)
        + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
