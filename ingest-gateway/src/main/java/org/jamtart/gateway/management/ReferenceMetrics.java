package org.jamtart.gateway.management;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.List;
import java.util.stream.Stream;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Counters;
import org.jamtart.gateway.session.Ending;
import org.jamtart.gateway.session.Sessions;

/**
 * The metrics by which telemetry backends of JAM are watched, under the names that dashboards and alert rules know. Most
 * of these counters do not end in {@code _total}, and the Prometheus client gives such names to untyped metrics only;
 * {@code rate()} does not mind.
 */
final class ReferenceMetrics implements MultiCollector {

  private static final String CONNECTIONS = "telemetry_connections"; // the client adds _total

  private final Sessions sessions;
  private final LogPublisher log;

  ReferenceMetrics(Sessions sessions, LogPublisher log) {
    this.sessions = sessions;
    this.log = log;
  }

  @Override
  public MetricSnapshots collect() {
    Counters counters = sessions.counters();
    long rejected = Stream.of(Ending.values()).filter(Ending::isLimit).mapToLong(counters::endings).sum();
    return MetricSnapshots.of(
        untyped("telemetry_events_received", "Messages received after node information", counters.frames()),
        untyped("telemetry_events_dropped", "Events that nodes said they dropped, by the Dropped event",
            counters.dropped()),
        untyped("telemetry_events_rate_limited", "Events after which a node that talks too fast had to wait",
            counters.slowed()),
        untyped("telemetry_events_flushed", "Messages that the log acknowledged",
            counters.acknowledged()),
        untyped("telemetry_connections_rejected", "Connections refused because there were too many",
            rejected),
        gauge("telemetry_active_connections", "Open telemetry connections", sessions.open().size()),
        gauge("telemetry_buffer_pending", "Records on their way to the log", log.pending()),
        CounterSnapshot.builder()
            .name(CONNECTIONS)
            .help("Telemetry connections accepted")
            .dataPoint(CounterDataPointSnapshot.builder().value(counters.connections()).build())
            .build());
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of("telemetry_events_received", "telemetry_events_dropped", "telemetry_events_rate_limited",
        "telemetry_events_flushed", "telemetry_connections_rejected", "telemetry_active_connections",
        "telemetry_buffer_pending", CONNECTIONS);
  }

  private static MetricSnapshot untyped(String name, String help, double value) {
    return UnknownSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(UnknownDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
