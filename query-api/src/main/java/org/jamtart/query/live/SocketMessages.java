package org.jamtart.query.live;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jamtart.query.event.EventView;
import org.jamtart.query.live.Passage.Missing;
import org.jamtart.query.problem.Problem;
import org.jamtart.wire.ByteStyle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Messages of {@code /api/ws} that are no events: an object with type, data and timestamp. */
final class SocketMessages {

  private static final int SAMPLES = 200;

  private final SocketParts parts;

  SocketMessages(SocketParts parts) {
    this.parts = parts;
  }

  private record Envelope(String type, Object data, Instant timestamp) {}

  private record Note(String message) {}

  private record Connected(String message, int recentEvents, int totalNodes, Broadcaster broadcasterStats,
      List<Sample> recentEventSamples) {}

  private record Sample(long id, String nodeId, int eventType, Instant timestamp) {
    static Sample of(LiveEvent event) {
      EventView view = event.view(ByteStyle.HEX);
      return new Sample(view.seq(), view.nodeId(), view.eventType(), view.timestamp());
    }
  }

  private record Broadcaster(long totalEventsBroadcast, int activeSubscribers, int nodeChannels,
      long eventsInBuffer, long droppedEvents, long undeliveredEvents) {}

  private record Stats(Broadcaster broadcaster, Connections connections, Websocket websocket) {}

  private record Connections(int total, List<String> nodes) {}

  private record Websocket(long eventsReceived, JsonNode currentFilter, String position) {}

  private record Subscribed(JsonNode filter, String message, boolean batch, String position) {}

  private record MetricsSubscribed(String message, long intervalMs) {}

  private record Recent(int count, int limit, List<SocketEvent> events) {}

  private record Pong(long eventsReceived, long uptimeMs) {}

  private record Lag(long missed, String resume, String position) {}

  private record Gap(long records, List<Missing> partitions, String position) {}

  private record Metrics(double eventsPerSecond, double blocksPerSecond, int activeNodes,
      long activeWorkPackages, double failureRate, @Nullable Long latestSlot, @Nullable Long finalizedSlot,
      Throughput throughput, Instant timestamp) {}

  private record Throughput(long events_10s, long blocks_10s, long finalized_10s) {}

  String connected() {
    List<Sample> samples = parts.tail().recent(SAMPLES).stream().map(Sample::of).toList();
    return envelope("connected", new Connected("connected to TART", samples.size(),
        parts.connected().nodes().size(), broadcaster(), samples));
  }

  String stats(long events, JsonNode filter, StreamPosition position) {
    List<String> nodes = parts.connected().nodes();
    return envelope("stats", new Stats(broadcaster(), new Connections(nodes.size(), nodes),
        new Websocket(events, filter, position.text())));
  }

  String subscribed(JsonNode filter, Look look, StreamPosition position) {
    return envelope("subscribed", new Subscribed(filter, "events that the filter wants",
        look.form() == Look.Form.SOCKET_BATCH, position.text()));
  }

  String metricsSubscribed(long intervalMillis) {
    return envelope("metrics_subscribed",
        new MetricsSubscribed("figures every " + intervalMillis + " ms", intervalMillis));
  }

  String note(String type, String message) {
    return envelope(type, new Note(message));
  }

  String recent(int limit) {
    List<SocketEvent> events = parts.tail()
        .recent(limit)
        .stream()
        .map(event -> SocketEvent.of(event.view(ByteStyle.HEX)))
        .toList();
    return envelope("recent_events", new Recent(events.size(), limit, events));
  }

  String pong(long events, long nanosOpen) {
    return envelope("pong", new Pong(events, TimeUnit.NANOSECONDS.toMillis(nanosOpen)));
  }

  String lag(long missed, StreamPosition resume, StreamPosition position) {
    return envelope("lag", new Lag(missed, resume.text(), position.text()));
  }

  String gap(Passage.Gap gap) {
    return envelope("gap", new Gap(gap.records(), gap.missing(), gap.end().text()));
  }

  String metrics() {
    LiveCounters.Live live = parts.counters().live();
    LiveCounters.Pipeline pipeline = parts.counters().pipeline();
    return envelope("metrics", new Metrics(pipeline.eventsLastSecond(), live.last_10s().blocksPerSecond(),
        live.activeNodes(), pipeline.events(), pipeline.failureRate(), live.latestSlot(),
        live.finalizedSlot(),
        new Throughput(live.last_10s().events(), live.last_10s().blocks(), live.last_10s().finalized()),
        live.timestamp()));
  }

  String error(Problem problem) {
    return envelope("error", problem);
  }

  private Broadcaster broadcaster() {
    return new Broadcaster(parts.counters().total(), parts.clients().count(), parts.tail().channelCount(),
        (long) parts.tail().figure(Ring::events), parts.clients().missedInAll(), 0);
  }

  private String envelope(String type, Object data) {
    return parts.json().writeValueAsString(new Envelope(type, data, parts.clock().instant()));
  }
}
