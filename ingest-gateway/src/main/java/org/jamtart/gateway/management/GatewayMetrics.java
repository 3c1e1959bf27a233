package org.jamtart.gateway.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.util.internal.PlatformDependent;
import java.util.function.ToDoubleFunction;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Counters;
import org.jamtart.gateway.session.Ending;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.gateway.session.TelemetryServer;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.Verdict;

/** The gateway's own metrics, {@code tart_gateway_*}. */
final class GatewayMetrics implements MeterBinder {

  private static final String PREFIX = "tart.gateway.";

  private final Sessions sessions;
  private final LogPublisher log;
  private final TelemetryServer server;

  GatewayMetrics(Sessions sessions, LogPublisher log, TelemetryServer server) {
    this.sessions = sessions;
    this.log = log;
    this.server = server;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Counters counters = sessions.counters();
    for (Verdict verdict : Verdict.values()) {
      FunctionCounter.builder(PREFIX + "frames", counters, c -> c.frames(verdict))
          .tag("verdict", verdict.key())
          .description("Messages after node information, by what they turned out to be")
          .register(registry);
    }
    for (EventGroup group : EventGroup.values()) {
      FunctionCounter.builder(PREFIX + "events", counters, c -> c.frames(group))
          .tag("group", group.key())
          .description("Messages after node information, by the group of their type")
          .register(registry);
    }
    for (Ending ending : Ending.values()) {
      FunctionCounter.builder(PREFIX + "connections.ended", counters, c -> c.endings(ending))
          .tag("reason", ending.key())
          .description("Connections that ended, by reason")
          .register(registry);
    }
    count(registry, "connections.accepted", "TCP connections accepted", counters, Counters::connections);
    count(registry, "sessions", "Connections that introduced themselves", counters, Counters::sessions);
    count(registry, "received.bytes", "Bytes of messages, length prefixes included", counters,
        Counters::bytes);
    count(registry, "frames.lost", "Messages read that the log refused, and those after them", counters,
        Counters::lost);
    count(registry, "reading.pauses", "Times that a connection stopped reading for a while", counters,
        Counters::pauses);
    count(registry, "records.acknowledged", "Records that the log acknowledged", log,
        LogPublisher::acknowledged);
    count(registry, "records.failed", "Records that the log refused for good", log, LogPublisher::failed);
    count(registry, "acknowledge.seconds", "Time from sending a record to its end, summed", log,
        LogPublisher::acknowledgeSeconds);
    gauge(registry, "connections.open", "Open connections", sessions, s -> s.open().size());
    gauge(registry, "nodes", "Nodes with an open connection, by peer id and source address", sessions,
        s -> s.admission().speakers().keys());
    gauge(registry, "unacknowledged.bytes", "Bytes read and not acknowledged", sessions,
        s -> s.budget().held());
    gauge(registry, "unfinished.bytes", "Of these, bytes of messages that are not whole yet", sessions,
        s -> s.budget().begun());
    gauge(registry, "unacknowledged.records", "Records sent and not settled", log, LogPublisher::pending);
    gauge(registry, "unacknowledged.oldest.seconds", "Age of the oldest record that is not settled", log,
        l -> l.oldestPending().toNanos() / 1e9);
    gauge(registry, "reading.waiting", "Connections that wait until others' bytes are acknowledged", sessions,
        s -> s.budget().waiting());
    gauge(registry, "direct.memory.bytes", "Memory outside the heap that reading takes", server,
        TelemetryServer::directMemory);
    gauge(registry, "netty.direct.memory.bytes", "Memory outside the heap that Netty counts in this process",
        this, m -> PlatformDependent.usedDirectMemory());
  }

  private static <T> void count(MeterRegistry registry, String name, String description, T of,
      ToDoubleFunction<T> value) {
    FunctionCounter.builder(PREFIX + name, of, value).description(description).register(registry);
  }

  private static <T> void gauge(MeterRegistry registry, String name, String description, T of,
      ToDoubleFunction<T> value) {
    Gauge.builder(PREFIX + name, of, value).description(description).register(registry);
  }
}
